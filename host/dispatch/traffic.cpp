#include "host/dispatch/traffic.hpp"

#include <utility>

namespace herald::dispatch {

domain::RawExchange begin_exchange(const Delivery& delivery, const domain::OutboundRequest& request,
                                   Instant now) {
  const domain::Message& message = delivery.work.message;
  return {.op = op_of(delivery),
          .attempt = delivery.attempt.id,
          .message = message.id,
          .tenant = message.tenant,
          .channel = message.channel,
          .started_at = now,
          .method = request.method,
          .url = request.url,
          .request_headers = request.headers,
          .request_body = request.body.substr(0, domain::kRecordedBody),
          .private_bodies = message.content.message_class == "otp",
          .account = delivery.account};
}

void note_answer(domain::RawExchange& exchange, const domain::OutboundAnswer& answer, Tick::duration took) {
  exchange.duration = std::chrono::duration_cast<std::chrono::milliseconds>(took);
  exchange.status = answer.status;
  exchange.response_headers = answer.headers;
  exchange.response_body = answer.body.substr(0, domain::kRecordedBody);
  exchange.failure = answer.failure;
}

domain::RawExchange end_exchange(Delivery& delivery, std::string_view verdict) {
  domain::RawExchange exchange = *std::exchange(delivery.exchange, std::nullopt);
  exchange.verdict = verdict;
  exchange.redact = delivery.redact;
  return exchange;
}

std::string_view verdict_word(domain::Certainty certainty) {
  switch (certainty) {
    case domain::Certainty::Accepted:
      return "accepted";
    case domain::Certainty::NotSent:
      return "not_sent";
    case domain::Certainty::Unknown:
      break;
  }
  return "unknown";
}

}  // namespace herald::dispatch

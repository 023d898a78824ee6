#include "host/dispatch/delivery.hpp"

#include <algorithm>

#include "host/base/redact.hpp"
#include "host/dispatch/upload_time.hpp"

namespace herald::dispatch {
namespace {

constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kLongestDetail = 200;
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kLongestProviderId = 255;

}  // namespace

Conclusion judge(const Delivery& delivery, const Verdict& verdict) {
  if (delivery.purpose == Delivery::Purpose::LookUp) return judge_look_up(verdict, delivery.status);
  return judge_verdict(verdict, delivery.status, delivery.commits);
}

domain::Settlement settlement_of(const Delivery& delivery, domain::Outcome outcome,
                                 std::optional<Instant> retry_at) {
  const domain::Message& message = delivery.work.message;
  return {.attempt = delivery.attempt.id,
          .message = message.id,
          .tenant = message.tenant,
          .channel = message.channel,
          .outcome = std::move(outcome),
          .retry_at = retry_at};
}

domain::OpenAttempt open_attempt(const Delivery& delivery, const domain::Outcome& outcome) {
  return {.id = delivery.attempt.id,
          .repeats = delivery.repeats,
          .number = delivery.attempt.number,
          .state = outcome.certainty == domain::Certainty::Unknown ? domain::AttemptState::Unknown
                                                                   : domain::AttemptState::NotSent,
          .provider_id = outcome.provider_id,
          .since = delivery.begun_at};
}

std::string op_of(const Delivery& delivery) {
  return delivery.purpose == Delivery::Purpose::LookUp ? "lookup" : "send";
}

domain::ProviderStep step_of(const Delivery& delivery) {
  return {.tenant = delivery.work.message.tenant,
          .op = op_of(delivery),
          .input = delivery.input,
          .account = delivery.account->account_json,
          .state = delivery.state};
}

domain::OutboundRequest depart(Delivery& delivery, Planned planned, std::int64_t slowest_upload) {
  ++delivery.requests;
  delivery.earlier = delivery.commits;
  if (planned.commits) delivery.commits = Commits::Yes;
  if (planned.state) delivery.state = std::move(*planned.state);
  std::ranges::move(planned.redact, std::back_inserter(delivery.redact));
  const std::chrono::seconds longest{delivery.account->channel.timeout_seconds};
  planned.request.timeout =
      std::clamp<std::chrono::milliseconds>(planned.request.timeout, std::chrono::milliseconds{1}, longest) +
      upload_time(body_bytes(planned.request), slowest_upload);
  planned.request.start_by = delivery.start_by;
  return std::move(planned.request);
}

void redact(domain::Outcome& outcome, const Delivery& delivery) {
  for (std::string* text : {&outcome.error_text, &outcome.error_code, &outcome.detail}) {
    hide(*text, delivery.redact);
    if (delivery.account) hide(*text, delivery.account->secrets);
  }
  cut(outcome.error_text, kLongestText);
  cut(outcome.error_code, kLongestCode);
  cut(outcome.detail, kLongestDetail);
  cut(outcome.provider_id, kLongestProviderId);
}

}  // namespace herald::dispatch

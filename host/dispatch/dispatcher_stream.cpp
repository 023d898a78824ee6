#include <utility>

#include "host/dispatch/dispatcher.hpp"
#include "host/dispatch/judge_stream.hpp"
#include "host/dispatch/traffic.hpp"

// A delivery by a plugin of the stream tier: one session from the intent to its end.

namespace herald::dispatch {

void Dispatcher::stream(const std::string& id, Delivery& delivery) {
  delivery.exchange = begin_exchange(delivery, {.method = "STREAM"}, ports_.clock.now());
  delivery.asked_at = ports_.clock.tick();
  domain::StreamRequest request{.account = delivery.account,
                                .step = step_of(delivery),
                                .timeout = std::chrono::seconds{delivery.account->channel.timeout_seconds} +
                                           upload_time(largest_bytes(delivery.files), config_.slowest_upload),
                                .start_by = delivery.start_by,
                                .files = delivery.files};
  ports_.streams.run(std::move(request), [this, id](domain::StreamEnd end) {
    inbox_.put([this, id, end = std::move(end)]() mutable { streamed(id, std::move(end)); });
  });
}

void Dispatcher::streamed(const std::string& id, domain::StreamEnd end) {
  Delivery& delivery = *find(id);
  delivery.redact = std::exchange(end.redact, {});
  if (end.peer.empty()) {
    delivery.exchange.reset();  // there was none
  } else {
    delivery.exchange->url = end.peer;
    delivery.exchange->request_body = end.sent;
    note_answer(*delivery.exchange, {.body = end.received, .failure = end.failure},
                ports_.clock.tick() - delivery.asked_at);
  }
  conclude(id, judge_stream(end));
}

}  // namespace herald::dispatch

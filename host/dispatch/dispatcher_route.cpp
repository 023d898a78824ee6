#include "host/dispatch/dispatcher.hpp"
#include "host/dispatch/failover.hpp"

// What the dispatcher does when a channel does not deliver.

namespace herald::dispatch {

/// Where the message goes on, or nothing where it stays with its channel.
domain::ChannelId Dispatcher::next_channel(const Delivery& delivery, const Conclusion& conclusion,
                                           const std::optional<Instant>& retry_at) {
  const bool first_try = delivery.purpose == Delivery::Purpose::Send && delivery.repeats.empty();
  if (ports_.rerouter == nullptr || !first_try) return {};
  if (!leaves_channel(conclusion, delivery.attempt.number, retry_at.has_value())) return {};
  auto next = ports_.rerouter->next(delivery.work.message);
  if (!next)
    ports_.log.warning("not_rerouted",
                       {{"message", delivery.work.message.id.text}, {"reason", next.error().reason}});
  return next ? next->value_or(domain::ChannelId{}) : domain::ChannelId{};
}

}  // namespace herald::dispatch

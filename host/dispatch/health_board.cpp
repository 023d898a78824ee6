#include "host/dispatch/health_board.hpp"

namespace herald::dispatch {

HealthBoard::HealthBoard(const Clock& clock, telemetry::Metrics& metrics)
    : clock_{clock},
      held_{metrics.gauge("herald_channels_held", "Channels whose circuit breaker is not closed")},
      opened_{metrics.counter("herald_channels_held_total", "How often a circuit breaker opened")} {}

domain::ChannelCondition HealthBoard::condition(const domain::ChannelId& channel) const {
  const std::scoped_lock lock{mutex_};
  const auto found = troubled_.find(channel.text);
  if (found == troubled_.end()) return {};
  const Entry& entry = found->second;
  const Tick now = clock_.tick();
  domain::ChannelCondition out{
      .state = entry.breaker.state(now), .since = entry.since, .reason = entry.reason};
  if (out.state == Breaker::State::Open)
    out.retry_at =
        clock_.now() + std::chrono::ceil<std::chrono::milliseconds>(*entry.breaker.open_until() - now);
  return out;
}

bool HealthBoard::show(const domain::ChannelId& channel, const Breaker& breaker, const std::string& reason) {
  const bool closed = !breaker.open_until();
  {
    const std::scoped_lock lock{mutex_};
    const auto found = troubled_.find(channel.text);
    if (closed && found == troubled_.end()) return false;
    if (closed) {
      troubled_.erase(found);
    } else if (found != troubled_.end()) {
      found->second.breaker = breaker;
      found->second.reason = reason.empty() ? found->second.reason : reason;
      return false;
    } else {
      troubled_.emplace(channel.text, Entry{breaker, clock_.now(), reason});
    }
    held_.set(static_cast<double>(troubled_.size()));
  }
  if (!closed) opened_.add();
  return true;
}

}  // namespace herald::dispatch

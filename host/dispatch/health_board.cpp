#include "host/dispatch/health_board.hpp"

namespace herald::dispatch {

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
  }
  const telemetry::Labels labels{{"channel", channel.text}};
  metrics_.gauge("herald_channel_held", "1 while the channel's circuit breaker is not closed.", labels)
      .set(closed ? 0 : 1);
  if (!closed)
    metrics_.counter("herald_channel_held_total", "How often the channel's circuit breaker opened.", labels)
        .add();
  return true;
}

}  // namespace herald::dispatch

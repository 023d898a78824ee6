#include <algorithm>

#include "host/dispatch/fair_queue.hpp"

namespace herald::dispatch {
namespace {

using domain::Waiting;
using What = Waiting::What;

/// Its place among these; their number when it is not there.
std::size_t place_in(const std::deque<domain::Work>& waiting, const domain::MessageId& id) {
  const auto found = std::ranges::find(waiting, id, [](const domain::Work& work) { return work.message.id; });
  return static_cast<std::size_t>(found - waiting.begin());
}

}  // namespace

std::optional<std::size_t> FairQueue::ahead_of(const domain::Message& message) const {
  const auto tenant = std::ranges::find(tenants_, message.tenant.text,
                                        [](const auto& entry) -> const std::string& { return entry.first; });
  if (tenant == tenants_.end()) return std::nullopt;
  const auto lane = std::ranges::find(tenant->second, message.channel.text, &Lane::channel);
  if (lane == tenant->second.end()) return std::nullopt;
  const std::size_t high = place_in(lane->high, message.id);
  if (high < lane->high.size()) return high;
  const std::size_t normal = place_in(lane->normal, message.id);
  if (normal < lane->normal.size()) return high + normal;
  return std::nullopt;
}

std::optional<Waiting> FairQueue::waiting(const domain::Message& message, Instant now, Tick tick) const {
  if (!holds(message.id)) return Waiting{.what = What::Memory};
  for (const auto& [due, work] : later_)
    if (work.message.id == message.id) return Waiting{.what = What::Due, .until = due};
  const auto ahead = ahead_of(message);
  if (!ahead) return std::nullopt;
  Waiting out{.ahead = *ahead};
  const auto found = limits_.find(message.channel.text);
  if (found == limits_.end()) return out;
  const Gate& gate = found->second;
  const auto in_time = [&](Tick at) { return now + std::chrono::ceil<std::chrono::milliseconds>(at - tick); };
  const auto breaker = gate.breaker.next(tick);
  const Tick token = gate.bucket.next(tick);
  if (!breaker || *breaker > tick) {
    out.what = What::Breaker;
    if (breaker) out.until = in_time(*breaker);
  } else if (gate.bucket.paused_until() > tick) {
    out.what = What::Pause;
    out.until = in_time(gate.bucket.paused_until());
  } else if (token > tick) {
    out.what = What::Rate;
    const std::chrono::duration<double> queue{static_cast<double>(*ahead) / gate.limits.rate_per_second};
    out.until = in_time(token + std::chrono::ceil<Tick::duration>(queue));
  } else if (gate.in_flight >= gate.limits.concurrency) {
    out.what = What::Concurrency;
  }
  return out;
}

}  // namespace herald::dispatch

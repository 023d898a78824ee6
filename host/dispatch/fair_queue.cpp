#include "host/dispatch/fair_queue.hpp"

#include <algorithm>

namespace herald::dispatch {

bool FairQueue::add(domain::Work work, Instant now) {
  const std::string& id = work.message.id.text;
  if (known_.contains(id)) return true;
  if (full()) return false;
  known_.insert(id);
  if (work.due_at > now) {
    later_.emplace(work.due_at, std::move(work));
  } else {
    enqueue(std::move(work));
  }
  return true;
}

void FairQueue::advance(Instant now) {
  while (!later_.empty() && later_.begin()->first <= now) {
    enqueue(std::move(later_.begin()->second));
    later_.erase(later_.begin());
  }
}

void FairQueue::enqueue(domain::Work work) {
  const auto tenant =
      std::ranges::find(tenants_, work.message.tenant.text, &std::pair<std::string, Lanes>::first);
  auto& lanes =
      (tenant != tenants_.end() ? *tenant : tenants_.emplace_back(work.message.tenant.text, Lanes{})).second;
  const auto lane = std::ranges::find(lanes, work.message.channel.text, &Lane::channel);
  Lane& target =
      lane != lanes.end()
          ? *lane
          : lanes.emplace_back(Lane{.channel = work.message.channel.text, .high = {}, .normal = {}});
  (work.message.content.priority > 0 ? target.high : target.normal).push_back(std::move(work));
}

std::optional<domain::Work> FairQueue::take(Tick now) {
  for (std::size_t turns = tenants_.size(); turns > 0; --turns) {
    auto work = take_from(tenants_.front().second, now);
    const bool drained = tenants_.front().second.empty();
    if (drained) {
      tenants_.pop_front();
    } else {
      tenants_.splice(tenants_.end(), tenants_, tenants_.begin());
    }
    if (work) return work;
  }
  return std::nullopt;
}

std::optional<domain::Work> FairQueue::take_from(Lanes& lanes, Tick now) {
  for (std::size_t turns = lanes.size(); turns > 0; --turns) {
    Lane& lane = lanes.front();
    Gate& open = gate(lane.channel, now);
    std::optional<domain::Work> work;
    if (open.in_flight < open.limits.concurrency && open.bucket.take(now)) {
      auto& source = lane.high.empty() ? lane.normal : lane.high;
      work = std::move(source.front());
      source.pop_front();
      ++open.in_flight;
      ++in_flight_;
    }
    if (lane.empty()) {
      lanes.pop_front();
    } else {
      lanes.splice(lanes.end(), lanes, lanes.begin());
    }
    if (work) return work;
  }
  return std::nullopt;
}

void FairQueue::release(const domain::ChannelId& channel, const domain::MessageId& message) {
  known_.erase(message.text);
  const auto found = limits_.find(channel.text);
  HERALD_CHECK(found != limits_.end() && found->second.in_flight > 0 && in_flight_ > 0);
  --found->second.in_flight;
  --in_flight_;
}

FairQueue::Gate& FairQueue::gate(const std::string& channel, Tick now) {
  const auto found = limits_.find(channel);
  if (found != limits_.end()) return found->second;
  const LaneLimits preset;
  return limits_.emplace(channel, Gate{preset, TokenBucket{preset.rate_per_second, preset.burst, now}})
      .first->second;
}

void FairQueue::limit(const domain::ChannelId& channel, const LaneLimits& limits, Tick now) {
  Gate& open = gate(channel.text, now);
  if (open.limits == limits) return;
  open.limits = limits;
  const Tick paused_until = open.bucket.paused_until();
  open.bucket = TokenBucket{limits.rate_per_second, limits.burst, now};
  open.bucket.pause_until(paused_until);
}

void FairQueue::pause(const domain::ChannelId& channel, Tick until) {
  if (const auto found = limits_.find(channel.text); found != limits_.end())
    found->second.bucket.pause_until(until);
}

std::optional<Instant> FairQueue::next_due() const {
  if (later_.empty()) return std::nullopt;
  return later_.begin()->first;
}

std::optional<Tick> FairQueue::next_token(Tick now) const {
  std::optional<Tick> earliest;
  for (const auto& [tenant, lanes] : tenants_) {
    for (const Lane& lane : lanes) {
      const auto found = limits_.find(lane.channel);
      if (found == limits_.end() || found->second.in_flight >= found->second.limits.concurrency) continue;
      const Tick next = found->second.bucket.next(now);
      if (!earliest || next < *earliest) earliest = next;
    }
  }
  return earliest;
}

}  // namespace herald::dispatch

#include "host/dispatch/fair_queue.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace herald::dispatch {
namespace {

constexpr std::chrono::seconds kExpirySweep{1};

/// When a message that still may be sent must not be sent any more. One whose outcome is unknown has begun.
std::optional<Instant> expiry_of(const domain::Work& work) {
  if (work.message.status == domain::MessageStatus::Unknown) return std::nullopt;
  return work.message.content.expires_at;
}

}  // namespace

bool FairQueue::add(domain::Work work, Instant now) {
  const std::string& id = work.message.id.text;
  if (known_.contains(id)) return true;
  if (room(work.message.channel) == 0) return false;
  known_.insert(id);
  ++held_[work.message.channel.text];
  if (const auto expires = expiry_of(work)) next_expiry_ = std::min(next_expiry_, *expires);
  if (work.due_at > now) {
    later_.emplace(work.due_at, std::move(work));
  } else {
    enqueue(std::move(work));
  }
  return true;
}

std::size_t FairQueue::room(const domain::ChannelId& channel) const {
  const auto found = held_.find(channel.text);
  const std::size_t held = found == held_.end() ? 0 : found->second;
  const auto left = [](std::size_t most, std::size_t used) { return most > used ? most - used : 0; };
  return std::max(std::min(left(bounds_.capacity, known_.size()), left(bounds_.per_channel, held)),
                  left(bounds_.reserved, held));
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
    if (lets(open, now)) {
      auto& source = lane.high.empty() ? lane.normal : lane.high;
      work = std::move(source.front());
      source.pop_front();
      if (open.breaker.start(now)) open.probe = work->message.id.text;
      ++open.in_flight;
      count(work->message);
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

bool FairQueue::lets(Gate& open, Tick now) {
  if (open.in_flight >= open.limits.concurrency) return false;
  const auto next = open.breaker.next(now);
  return next && *next <= now && open.bucket.take(now);
}

std::vector<domain::Work> FairQueue::take_expired(Instant now, Tick tick) {
  std::vector<domain::Work> over;
  if (now < next_expiry_) return over;
  next_expiry_ = Instant::max();
  const auto is_over = [&](const domain::Work& work) {
    const auto expires = expiry_of(work);
    if (expires && *expires > now) next_expiry_ = std::min(next_expiry_, *expires);
    return expires && *expires <= now;
  };
  const auto sift = [&](std::deque<domain::Work>& waiting) {
    const auto first = std::stable_partition(waiting.begin(), waiting.end(), std::not_fn(is_over));
    std::move(first, waiting.end(), std::back_inserter(over));
    waiting.erase(first, waiting.end());
  };
  for (auto& [tenant, lanes] : tenants_) {
    for (Lane& lane : lanes) {
      sift(lane.high);
      sift(lane.normal);
    }
    std::erase_if(lanes, [](const Lane& lane) { return lane.empty(); });
  }
  std::erase_if(tenants_, [](const auto& tenant) { return tenant.second.empty(); });
  for (auto item = later_.begin(); item != later_.end();) {
    if (!is_over(item->second)) {
      ++item;
      continue;
    }
    over.push_back(std::move(item->second));
    item = later_.erase(item);
  }
  for (const domain::Work& work : over) {
    ++gate(work.message.channel.text, tick).in_flight;
    count(work.message);
  }
  if (next_expiry_ != Instant::max()) next_expiry_ = std::max(next_expiry_, now + kExpirySweep);
  return over;
}

const Breaker& FairQueue::learn(const domain::Message& message, Health health, Tick now) {
  Gate& open = gate(message.channel.text, now);
  const bool probe = open.probe == message.id.text;
  if (probe) open.probe.clear();
  open.breaker.end(health, probe, now);
  return open.breaker;
}

void FairQueue::count(const domain::Message& message) {
  ++in_flight_;
  ++in_flight_of_.at(static_cast<std::size_t>(message.shard));
}

domain::ShardSet FairQueue::busy() const {
  domain::ShardSet out;
  for (int shard = 0; shard < domain::kShards; ++shard)
    if (in_flight_of_[static_cast<std::size_t>(shard)] > 0) out = out | domain::ShardSet::of(shard);
  return out;
}

void FairQueue::release(const domain::Message& message, Tick now) {
  learn(message, Health::Unproven, now);  // a probe that ended without a word leaves its place to the next
  known_.erase(message.id.text);
  const auto held = held_.find(message.channel.text);
  HERALD_CHECK(held != held_.end());
  if (--held->second == 0) held_.erase(held);
  Gate& open = gate(message.channel.text, now);
  HERALD_CHECK(open.in_flight > 0 && in_flight_ > 0);
  --open.in_flight;
  --in_flight_;
  --in_flight_of_.at(static_cast<std::size_t>(message.shard));
}

FairQueue::Gate& FairQueue::gate(const std::string& channel, Tick now) {
  const auto found = limits_.find(channel);
  if (found != limits_.end()) return found->second;
  const LaneLimits preset;
  return limits_
      .emplace(channel,
               Gate{preset, TokenBucket{preset.rate_per_second, preset.burst, now}, Breaker{breaker_}})
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
  const Instant due = later_.empty() ? Instant::max() : later_.begin()->first;
  const Instant next = std::min(due, next_expiry_);
  return next == Instant::max() ? std::nullopt : std::optional{next};
}

std::vector<domain::ChannelId> FairQueue::slow_channels(Tick now, Tick until) const {
  std::vector<domain::ChannelId> out;
  for (const auto& [tenant, lanes] : tenants_) {
    for (const Lane& lane : lanes) {
      const auto found = limits_.find(lane.channel);
      if (found != limits_.end() && found->second.bucket.next(now) > until) out.emplace_back(lane.channel);
    }
  }
  return out;
}

std::optional<Tick> FairQueue::next_token(Tick now) const {
  std::optional<Tick> earliest;
  for (const auto& [tenant, lanes] : tenants_) {
    for (const Lane& lane : lanes) {
      const auto found = limits_.find(lane.channel);
      if (found == limits_.end() || found->second.in_flight >= found->second.limits.concurrency) continue;
      const auto breaker = found->second.breaker.next(now);
      if (!breaker) continue;
      const Tick next = std::max(*breaker, found->second.bucket.next(now));
      if (!earliest || next < *earliest) earliest = next;
    }
  }
  return earliest;
}

}  // namespace herald::dispatch

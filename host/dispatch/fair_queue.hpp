#pragma once
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "host/dispatch/breaker.hpp"
#include "host/dispatch/token_bucket.hpp"
#include "host/domain/ports.hpp"

namespace herald::dispatch {

/// What a channel allows.
struct LaneLimits {
  double rate_per_second{0};  ///< 0: no limit
  double burst{1};
  int concurrency{64};
  bool operator==(const LaneLimits&) const = default;
};

/// Due work in memory, handed out fairly: tenants take turns, and within a tenant its channels; within a
/// channel high priority goes first. Work that is not due yet waits aside. A channel in trouble is held by
/// its circuit breaker. [one thread]
class FairQueue {
 public:
  explicit FairQueue(std::size_t capacity, BreakerPolicy breaker = {})
      : capacity_{capacity}, breaker_{breaker} {}

  /// False when the queue is full: the work stays in the database. Work already here is taken as it is.
  bool add(domain::Work work, Instant now);
  /// Moves what has become due into its queue.
  void advance(Instant now);
  /// The next message that its channel's breaker, rate and concurrency let go, now counted as in flight.
  std::optional<domain::Work> take(Tick now);
  /// All whose time is over, now counted as in flight. They pass every limit, since no provider is called.
  /// Noticed within a second.
  std::vector<domain::Work> take_expired(Instant now, Tick tick);
  /// What a message in flight has told about its channel; answers the breaker after that.
  const Breaker& learn(const domain::Message& message, Health health, Tick now);
  /// An earlier taken message is through; its place is free.
  void release(const domain::Message& message, Tick now);

  /// Limits of a channel. Unchanged ones keep the bucket as it is; a pause outlasts a change.
  void limit(const domain::ChannelId& channel, const LaneLimits& limits, Tick now);
  void pause(const domain::ChannelId& channel, Tick until);

  [[nodiscard]] bool holds(const domain::MessageId& message) const { return known_.contains(message.text); }
  [[nodiscard]] std::size_t size() const { return known_.size(); }
  [[nodiscard]] bool full() const { return known_.size() >= capacity_; }
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  /// The earliest time at which something waiting aside is due, or something waiting has expired.
  [[nodiscard]] std::optional<Instant> next_due() const;
  /// When a rate or breaker lets the next message go; nothing when none is waiting for one.
  [[nodiscard]] std::optional<Tick> next_token(Tick now) const;
  /// Channels whose next message waits for a token until after `until`.
  [[nodiscard]] std::vector<domain::ChannelId> slow_channels(Tick now, Tick until) const;

 private:
  struct Lane {
    std::string channel;
    std::deque<domain::Work> high;
    std::deque<domain::Work> normal;
    [[nodiscard]] bool empty() const { return high.empty() && normal.empty(); }
  };
  struct Gate {
    LaneLimits limits;
    TokenBucket bucket;
    Breaker breaker;
    std::string probe{};  ///< the message in flight whose end decides about the half-open breaker
    int in_flight{0};
  };
  using Lanes = std::list<Lane>;
  void enqueue(domain::Work work);
  std::optional<domain::Work> take_from(Lanes& lanes, Tick now);
  [[nodiscard]] static bool lets(Gate& open, Tick now);
  Gate& gate(const std::string& channel, Tick now);

  std::size_t capacity_;
  BreakerPolicy breaker_;
  std::size_t in_flight_{0};
  std::list<std::pair<std::string, Lanes>> tenants_;  ///< in order of turn; only those with waiting work
  std::unordered_map<std::string, Gate> limits_;
  std::multimap<Instant, domain::Work> later_;
  std::unordered_set<std::string> known_;  ///< waiting, aside or in flight
  Instant next_expiry_{Instant::max()};
};

}  // namespace herald::dispatch

#pragma once
#include <array>
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
#include "host/domain/waiting.hpp"

namespace herald::dispatch {

/// What a channel allows.
struct LaneLimits {
  double rate_per_second{0};  ///< 0: no limit
  double burst{1};
  int concurrency{64};
  bool operator==(const LaneLimits&) const = default;
};

/// How much work is held in memory; the rest waits in the database. [value]
struct QueueBounds {
  std::size_t capacity{20'000};
  std::size_t per_channel{capacity};  ///< at most so much of one channel, waiting or in flight
  std::size_t reserved{0};            ///< of each channel beyond `capacity`: a full queue shuts nobody out
};

/// Due work in memory, handed out fairly: tenants take turns, and within a tenant its channels; within a
/// channel high priority goes first. Work that is not due yet waits aside. A channel in trouble is held by
/// its circuit breaker. [one thread]
class FairQueue {
 public:
  explicit FairQueue(QueueBounds bounds, BreakerPolicy breaker = {}) : bounds_{bounds}, breaker_{breaker} {}

  /// False when there is no room for the channel's: the work stays in the database. Work already here is
  /// taken as it is.
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
  /// How much more of that channel's work is taken.
  [[nodiscard]] std::size_t room(const domain::ChannelId& channel) const;
  [[nodiscard]] std::size_t per_channel() const { return bounds_.per_channel; }
  /// Nothing of that channel is waiting, aside or in flight.
  [[nodiscard]] bool empty(const domain::ChannelId& channel) const { return !held_.contains(channel.text); }
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  /// Shards that have messages in flight.
  [[nodiscard]] domain::ShardSet busy() const;
  /// The earliest time at which something waiting aside is due, or something waiting has expired.
  [[nodiscard]] std::optional<Instant> next_due() const;
  /// What keeps a message; nothing when it is in flight. Looks through the work of its channel.
  [[nodiscard]] std::optional<domain::Waiting> waiting(const domain::Message& message, Instant now,
                                                       Tick tick) const;
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
  [[nodiscard]] std::optional<std::size_t> ahead_of(const domain::Message& message) const;
  Gate& gate(const std::string& channel, Tick now);
  void count(const domain::Message& message);

  QueueBounds bounds_;
  BreakerPolicy breaker_;
  std::size_t in_flight_{0};
  std::array<int, domain::kShards> in_flight_of_{};
  std::list<std::pair<std::string, Lanes>> tenants_;  ///< in order of turn; only those with waiting work
  std::unordered_map<std::string, Gate> limits_;
  std::multimap<Instant, domain::Work> later_;
  std::unordered_set<std::string> known_;              ///< waiting, aside or in flight
  std::unordered_map<std::string, std::size_t> held_;  ///< the same, by channel; never 0
  Instant next_expiry_{Instant::max()};
};

}  // namespace herald::dispatch

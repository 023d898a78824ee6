#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

#include "host/base/clock.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::dispatch {

/// What one delivery told about its channel. A recipient's own error shows a channel in good health.
enum class Health : std::uint8_t { Unproven, Good, Bad };

struct BreakerPolicy {
  int failures{5};                                 ///< in a row, by which the breaker opens
  std::chrono::milliseconds first_open{5'000};     ///< how long it holds everything at first
  std::chrono::milliseconds longest_open{60'000};  ///< the time doubles with each failed probe, up to this
};

/// Circuit breaker of one channel: closed it lets all deliveries start, open none, half-open one at a time,
/// the probe, whose end alone decides. Starts closed; nothing of it is stored. [value, one thread]
class Breaker {
 public:
  using State = domain::ChannelCondition::State;
  explicit Breaker(BreakerPolicy policy = {}) : policy_{policy} {}

  /// When a delivery may start: `now`, later, or (nothing) when the probe under way has ended.
  [[nodiscard]] std::optional<Tick> next(Tick now) const;
  /// A delivery starts, which next() allowed. True: it is the probe.
  bool start(Tick now);
  /// A delivery has ended. Those that began before the breaker opened no longer count.
  void end(Health health, bool probe, Tick now);
  [[nodiscard]] State state(Tick now) const;
  /// Until when it is open; nothing when it is closed.
  [[nodiscard]] std::optional<Tick> open_until() const { return open_until_; }

 private:
  void open(std::chrono::milliseconds time, Tick now);
  BreakerPolicy policy_;
  int failures_{0};
  std::chrono::milliseconds open_for_{0};
  std::optional<Tick> open_until_{};  ///< half-open from then on
  bool probing_{false};
};

}  // namespace herald::dispatch

#pragma once
#include <chrono>
#include <cstdint>

#include "host/base/clock.hpp"

namespace herald::plugins {

struct RestartRules {
  std::chrono::milliseconds first_pause{1000};
  std::chrono::milliseconds longest_pause{std::chrono::minutes{5}};
  std::chrono::milliseconds calm{std::chrono::minutes{1}};  ///< a life without failure that clears the count
};

/// When a process that failed may be started again: after each failure the pause doubles. [value]
class Restarts {
 public:
  explicit Restarts(RestartRules rules = {}) : rules_{rules} {}
  void started(Tick now) { started_ = now; }
  void failed(Tick now);
  /// How long from `now` until the next start; zero when it may be at once.
  [[nodiscard]] std::chrono::milliseconds pause(Tick now) const;
  [[nodiscard]] std::uint32_t failures() const { return failures_; }

 private:
  RestartRules rules_;
  std::uint32_t failures_{0};
  Tick started_{};
  Tick next_{Tick::min()};
};

}  // namespace herald::plugins

#pragma once
#include <chrono>

#include "host/base/clock.hpp"

namespace herald::app {

/// What systemd is told of this process (sd_notify(3)); nothing happens where no service manager listens.
class LifeSigns final {
 public:
  LifeSigns();
  /// The server takes requests. [any thread]
  static void ready();
  /// The server has begun to stop. [any thread]
  static void stopping();
  /// The calling loop runs: twice within the unit's WatchdogSec the manager hears of it. [one thread]
  void beat(Tick now);

 private:
  std::chrono::nanoseconds every_{0};  ///< 0: nobody watches
  Tick next_{};
};

}  // namespace herald::app

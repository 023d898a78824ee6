#include "host/app/life_signs.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace herald::app {

LifeSigns::LifeSigns() {
  std::uint64_t limit = 0;
  if (::sd_watchdog_enabled(0, &limit) > 0) every_ = std::chrono::microseconds{limit} / 2;
}

void LifeSigns::ready() { ::sd_notify(0, "READY=1"); }

void LifeSigns::stopping() { ::sd_notify(0, "STOPPING=1"); }

void LifeSigns::beat(Tick now) {
  if (every_ == every_.zero() || now < next_) return;
  ::sd_notify(0, "WATCHDOG=1");
  next_ = now + every_;
}

}  // namespace herald::app

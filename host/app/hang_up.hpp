#pragma once
#include "host/plugins/descriptor.hpp"

namespace herald::app {

/// Blocks SIGHUP in this thread and in all that it starts, so that it waits for a HangUp instead of ending
/// the process.
void hold_hang_ups();

/// SIGHUP, asked for instead of handled. hold_hang_ups() comes before any thread. [one thread]
class HangUp final {
 public:
  /// Throws std::system_error when the process has no descriptor left.
  HangUp();
  /// Whether it came since the last call.
  bool take();

 private:
  plugins::Descriptor signals_;
};

}  // namespace herald::app

#pragma once
#include "host/plugins/descriptor.hpp"

namespace herald::app {

/// Blocks the signals that the server asks for instead of handling them, in this thread and in all that it
/// starts: SIGHUP waits for a HangUp, SIGTERM, SIGINT and SIGQUIT for the end of the start. None ends the
/// process halfway.
void hold_signals();

/// SIGHUP, asked for instead of handled. hold_signals() comes before any thread. [one thread]
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

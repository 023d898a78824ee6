#pragma once
#include <chrono>
#include <map>
#include <string>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/domain/consumer_ports.hpp"
#include "host/telemetry/log.hpp"

namespace herald::features {

/// Carries out what plugins ordered, one command after the other; each is accepted once. A command that
/// cannot be carried out is kept for the operator; one that meets trouble of the host waits. step() on one
/// thread.
class CommandRunner final {
 public:
  /// All outlive this.
  struct Means {
    domain::CommandQueue& queue;
    domain::Entrance& entrance;
    const Clock& clock;
    telemetry::Log& log;
    std::chrono::milliseconds look_every{250};
    std::chrono::milliseconds again{std::chrono::seconds{5}};  ///< after trouble
  };
  explicit CommandRunner(Means means) : means_{means} {}
  /// A few commands; answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_.wait(longest); }
  void wake() { inbox_.wake(); }

 private:
  void carry_out(const domain::SendCommand& command, Tick now);
  Means means_;
  Mailbox<int> inbox_;
  std::string after_;                    ///< the last command of a round
  std::map<std::string, Tick> waiting_;  ///< by command: when it is tried again
};

}  // namespace herald::features

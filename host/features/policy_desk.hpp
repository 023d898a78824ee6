#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/domain/policy.hpp"
#include "host/domain/record_ports.hpp"
#include "host/features/plugins.hpp"
#include "host/json/document.hpp"
#include "host/telemetry/log.hpp"

namespace herald::features {

/// Asks the policy filters of feature plugins about a message, one after the other, until one does not allow
/// it. What they need is read here, on the loop's own thread, since the dispatcher does not wait for reads.
/// judge() and wake() from any thread; step() on one.
class PolicyDesk final : public domain::SendPolicy {
 public:
  /// All outlive this, and the plugins' calls are over before it goes.
  struct Means {
    Plugins& plugins;
    domain::RecordReader& reader;
    const Clock& clock;
    telemetry::Log& log;
    std::chrono::milliseconds accept_limit{
        std::chrono::seconds{2}};                                    ///< for one filter, while a caller waits
    std::chrono::milliseconds send_limit{std::chrono::seconds{10}};  ///< for one filter, in the lane's queue
  };
  explicit PolicyDesk(Means means) : means_{means} {}
  bool idle() override;
  /// Answers at once when no filter concerns the message.
  void judge(const domain::Message& message, Moment moment, Instant at, Done done) override;
  /// One turn; answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  struct Case;
  using Open = std::shared_ptr<Case>;  // with the calls under way
  void proceed(const Open& open);
  void answered(const Open& open, const Result<std::string>& text);
  void unheard(const Open& open, const Error& why);
  Means means_;
  // Shared with calls of plugins, some of which end when the desk is no more: then nobody reads it.
  std::shared_ptr<Mailbox<std::function<void()>>> inbox_{std::make_shared<Mailbox<std::function<void()>>>()};
};

}  // namespace herald::features

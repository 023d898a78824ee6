#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "host/base/mailbox.hpp"
#include "host/base/random.hpp"
#include "host/domain/poll_ports.hpp"
#include "host/inbound/keeper.hpp"
#include "host/inbound/poll_words.hpp"
#include "host/telemetry/log.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::inbound {

struct PollerConfig {
  std::chrono::milliseconds look_again{2'000};    ///< for channels that were made, changed or switched off
  std::chrono::milliseconds plugin_limit{2'000};  ///< for one call of a plugin
  std::chrono::milliseconds start_limit{10'000};  ///< from the plan to the request's start
  std::chrono::milliseconds first_wait{1'000};    ///< after a failure; doubled by each that follows
  std::chrono::milliseconds longest_wait{60'000};
  std::chrono::milliseconds least_turn{1'000};  ///< of a poll that brings nothing new
};

/// Everything the poller talks to; all outlive it.
struct PollerPorts {
  domain::Polls& polls;
  Keeper& keeper;
  domain::ProviderAccounts& accounts;
  domain::Carrier& carrier;
  domain::MediaFiles& files;
  Spell spell;
  const Clock& clock;
  Random& random;
  telemetry::Log& log;
  telemetry::Metrics& metrics;
};

/// Asks the providers of channels that want to be polled for what is new, each channel by itself:
/// plan → request → elements stored and applied → cursor kept → plan. The cursor moves, and so tells the
/// provider that we have them, only after the elements were committed; what is polled twice is known by its
/// dedupe key. wake() from any thread; the rest on the poller's own thread.
class Poller final {
 public:
  Poller(PollerConfig config, PollerPorts ports);
  /// One turn: handles what has come back, begins what is due. Answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  struct Poll {
    std::shared_ptr<const domain::ProviderAccount> account{};  ///< shared with the cache of accounts
    std::string cursor{};
    std::string state{"{}"};
    std::string queue{};  ///< held until the channel is polled no more
    std::string body{};   ///< of the last answer
    std::uint64_t turn{0};
    int requests{0};
    int failures{0};
    std::string failure{};  ///< the last one, told once
    bool under_way{false};
    Tick begun{};
    Tick due{};
  };

  void look(Tick now);
  void begin(const std::string& id, Poll& poll, Tick now);
  void plan(const std::string& id, Poll& poll);
  void planned(const std::string& id, Poll& poll, Result<domain::ProviderReply> reply);
  void answered(const std::string& id, Poll& poll, domain::OutboundAnswer answer);
  void judged(const std::string& id, Poll& poll, Result<domain::ProviderReply> reply);
  void store(const std::string& id, Poll& poll, const std::string& webhook, Polled polled);
  void stored(const std::string& id, Poll& poll, const std::string& cursor);
  void done(Poll& poll, bool news);
  void failed(const std::string& id, Poll& poll, const PollFailure& failure);
  [[nodiscard]] bool taken(const std::string& id, const Poll& poll, const std::string& queue) const;
  [[nodiscard]] domain::ProviderStep step_of(const Poll& poll) const;
  /// A completion that comes back to `then` on this poller's thread, if the poll still waits for it.
  template <class T>
  std::function<void(T)> back(const std::string& id, const Poll& poll, std::function<void(Poll&, T)> then);

  PollerConfig config_;
  PollerPorts ports_;
  // Shared with completions, some of which come when the poller is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<std::string, Poll> polls_;  ///< by channel
  std::uint64_t turns_{0};
  Tick next_look_{};
  telemetry::Counter succeeded_;
  telemetry::Counter failed_;
};

}  // namespace herald::inbound

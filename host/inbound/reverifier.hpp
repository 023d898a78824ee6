#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "host/base/mailbox.hpp"
#include "host/inbound/callback.hpp"
#include "host/inbound/keeper.hpp"
#include "host/inbound/verifier.hpp"

namespace herald::inbound {

/// Gives callbacks that were stored unverified to their plugin once it is back: genuine ones are applied,
/// the others end SKIPPED without their bytes. Gives up on what has waited too long. [one thread, but for
/// wake()]
class Reverifier {
 public:
  /// `ports` and what they refer to, the verifier and the keeper, outlive it.
  Reverifier(InboundConfig config, const InboundPorts& ports, Verifier& verifier, Keeper& keeper);
  /// Looks for waiting callbacks when it is time, and takes what plugins and database have answered; waits
  /// for neither.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { words_->wait(longest); }
  void wake() { words_->wake(); }

 private:
  using Account = Verifier::Account;
  /// What a question to a plugin brought.
  struct Reply {
    domain::RawWebhook raw;
    Account account;
    Result<domain::ProviderReply> reply;
  };
  using Word = std::optional<Reply>;  ///< nothing: one callback is done with
  void look(Tick now);
  void look_at(const domain::ChannelId& channel, Tick now);
  void ask(domain::RawWebhook raw, const Account& account);
  void judge(Reply reply);
  void refuse(const domain::RawWebhook& raw, const std::string& why);
  void leave(const domain::RawWebhook& raw, const Error& error);
  void give_up(Tick now);
  InboundConfig config_;
  const InboundPorts& ports_;
  Verifier& verifier_;
  Keeper& keeper_;
  telemetry::Counter genuine_;
  telemetry::Counter refused_;
  std::shared_ptr<Mailbox<Word>> words_;      // with completions, which may come after this object has gone
  std::map<std::string, std::string> after_;  ///< channel → the callback after which its next round begins
  int under_way_{0};
  Tick next_look_{};
  Tick next_give_up_{};
};

}  // namespace herald::inbound

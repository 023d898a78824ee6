#pragma once
#include <chrono>
#include <string>

#include "host/base/result.hpp"
#include "host/domain/ids.hpp"

namespace herald::domain {

/// What a provider said of an account. Texts hold no secrets. [value]
struct AccountFinding {
  bool usable{};
  std::string kind{};         ///< the verdict's, or "unreachable" when no complete answer came
  std::string error_class{};  ///< closed list of sdk.md; empty when usable
  std::string code{};
  std::string text{};
  int status{};  ///< of the last HTTP answer; 0: there was none
};

/// What to ask about an account. [value]
struct AccountQuestion {
  ChannelId channel{};
  std::string op{"test_account"};  ///< or `register_webhook`, `unregister_webhook`
  std::string callback_url{};      ///< where the provider is to call; empty: not part of the question
};

/// Asks a provider about an account by operations of its plugin that deliver nothing. [any thread]
class AccountTester {
 public:
  virtual ~AccountTester() = default;
  /// Blocks, at most for about `longest`. NotFound/"unknown_channel", Unavailable/"plugin_missing" and what
  /// calling a plugin may end in; that the provider refuses or is away is a finding.
  virtual Result<AccountFinding> ask(const AccountQuestion& question, std::chrono::milliseconds longest) = 0;
};

}  // namespace herald::domain

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

/// Asks a provider about an account by the plugin's op `test_account`. [any thread]
class AccountTester {
 public:
  virtual ~AccountTester() = default;
  /// Blocks, at most for about `longest`. NotFound/"unknown_channel", Unavailable/"plugin_missing" and what
  /// calling a plugin may end in; that the provider refuses or is away is a finding.
  virtual Result<AccountFinding> test(const ChannelId& channel, std::chrono::milliseconds longest) = 0;
};

}  // namespace herald::domain

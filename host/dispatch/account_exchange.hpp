#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "host/dispatch/plan.hpp"
#include "host/domain/account_tester.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/stream_ports.hpp"

namespace herald::dispatch {

/// What carries operations to providers: requests, or a session of the stream tier. Both outlive the user.
struct AccountCarriers {
  domain::Carrier& requests;
  domain::StreamCarrier& streams;
};

/// Sees an operation about an account through, in the caller's thread: step by step, or, of `test_account`
/// where the plugin is of the stream tier, in one session. All it refers to outlives it. [any thread]
class AccountExchange final : public domain::AccountTester {
 public:
  AccountExchange(domain::ProviderAccounts& accounts, AccountCarriers carriers, const Clock& clock)
      : accounts_{accounts}, carriers_{carriers}, clock_{clock} {}
  Result<domain::AccountFinding> ask(const domain::AccountQuestion& question,
                                     std::chrono::milliseconds longest) override;

 private:
  /// The exchange so far.
  struct Tour {
    std::shared_ptr<const domain::ProviderAccount> account;  ///< with the cache and a session
    Tick until;                                              ///< everything must be over by then
    domain::ProviderStep step{};
    std::vector<std::string> redact{};
    int status{0};
  };
  Result<Step> plan(Tour& tour) const;
  Result<domain::OutboundAnswer> carry(Tour& tour, Planned planned) const;
  Result<Judged> judge(Tour& tour, const domain::OutboundAnswer& answer) const;
  Result<domain::AccountFinding> run(Tour& tour) const;
  Result<domain::AccountFinding> stream(Tour& tour) const;
  [[nodiscard]] std::chrono::milliseconds limit(const Tour& tour) const;
  [[nodiscard]] std::chrono::milliseconds left(const Tour& tour) const;

  domain::ProviderAccounts& accounts_;
  AccountCarriers carriers_;
  const Clock& clock_;
};

}  // namespace herald::dispatch

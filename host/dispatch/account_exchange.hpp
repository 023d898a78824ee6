#pragma once
#include <string>
#include <variant>
#include <vector>

#include "host/dispatch/plan.hpp"
#include "host/domain/account_tester.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::dispatch {

/// One exchange of op `test_account`, step by step in the caller's thread. All it refers to outlives it.
/// [any thread]
class AccountExchange final : public domain::AccountTester {
 public:
  AccountExchange(domain::ProviderAccounts& accounts, domain::Carrier& carrier, const Clock& clock)
      : accounts_{accounts}, carrier_{carrier}, clock_{clock} {}
  Result<domain::AccountFinding> test(const domain::ChannelId& channel,
                                      std::chrono::milliseconds longest) override;

 private:
  /// The exchange so far.
  struct Tour {
    const domain::ProviderAccount& account;
    Tick until;  ///< everything must be over by then
    domain::ProviderStep step{};
    std::vector<std::string> redact{};
    int status{0};
  };
  Result<Step> plan(Tour& tour) const;
  Result<domain::OutboundAnswer> carry(Tour& tour, Planned planned) const;
  Result<Judged> judge(Tour& tour, const domain::OutboundAnswer& answer) const;
  Result<domain::AccountFinding> run(Tour& tour) const;
  [[nodiscard]] std::chrono::milliseconds left(const Tour& tour) const;

  domain::ProviderAccounts& accounts_;
  domain::Carrier& carrier_;
  const Clock& clock_;
};

}  // namespace herald::dispatch

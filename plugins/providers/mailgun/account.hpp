#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/account_problem.hpp"
#include "plugins/providers/parts/address.hpp"

namespace herald::mailgun {

/// A channel's account at Mailgun, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};                    ///< replaces the base URL
  std::string domain{};                     ///< account_id: the sending domain
  std::string api_key{};                    ///< private key, or a sending key of the domain
  std::vector<std::string> signing_keys{};  ///< webhook_secret, and the one that it replaces
  std::string parent_key{};                 ///< signing key of the account above a subaccount
  provider::Mailbox sender{};               ///< from sender_id and config.from_name
  std::string region{};                     ///< us (also when empty) or eu
  std::string subaccount{};                 ///< on whose behalf requests are made
  std::int64_t tolerance_seconds{900};      ///< how far a signed time may be from now
  enum class Sharing : std::uint8_t { Ours, Shared } sharing{Sharing::Ours};
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make Mailgun refuse each request. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// Where the API is reached, with the path of the domain: `https://api.mailgun.net/v3/mg.example.com`.
/// [any thread]
std::string domain_url(const Account& account);

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::mailgun

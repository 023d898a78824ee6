#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/account_problem.hpp"

#include "plugins/providers/parts/address.hpp"

namespace herald::sendgrid {

/// A channel's account at SendGrid, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};                    ///< replaces the base URL
  std::string api_key{};                    ///< SG.…, with the scope Mail Send
  std::string webhook_secret{};             ///< `user:password` of an unsigned Inbound Parse URL
  provider::Mailbox sender{};               ///< from sender_id and config.from_name; a verified sender
  std::string region{};                     ///< global (also when empty) or eu
  std::string subuser{};                    ///< on whose behalf requests are made
  std::vector<std::string> webhook_keys{};  ///< public keys as pasted; several while one is replaced
  std::int64_t tolerance_seconds{86'400};   ///< how old a signed request may be
  enum class Sharing : std::uint8_t { Ours, Shared } sharing{Sharing::Ours};
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make SendGrid refuse each request, or us each callback. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// Where the API is reached, without a slash at the end: api_url, else by region. [any thread]
std::string base_url(const Account& account);

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::sendgrid

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/account_problem.hpp"

namespace herald::whatsapp {

/// A channel's account at Meta, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};                   ///< replaces https://graph.facebook.com
  std::string version{};                   ///< of the Graph API, such as v25.0
  std::string phone_number_id{};           ///< account_id: the number that sends
  std::string waba_id{};                   ///< the business account that the number belongs to
  std::string token{};                     ///< auth_token: access token of a system user
  std::vector<std::string> app_secrets{};  ///< api_secret, and the one that it replaces
  std::string verify_token{};              ///< of the handshake
  std::string sender_id{};                 ///< the number as people know it
  bool sends_proof{};                      ///< requests bear appsecret_proof
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make Meta refuse each request. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// Base URL without a slash at the end and without the version. [any thread]
std::string base_of(const Account& account);

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::whatsapp

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/account_problem.hpp"

namespace herald::twilio {

/// A channel's account at Twilio, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};     ///< replaces the base URL
  std::string account_id{};  ///< AccountSid
  std::string auth_token{};  ///< primary token: signs callbacks, and requests where there is no API key
  std::string api_key{};     ///< SK…
  std::string api_secret{};  ///< of api_key
  std::string sender_id{};   ///< From, or the sid of a messaging service
  std::string region{};      ///< us1, ie1, au1
  std::string edge{};
  std::vector<std::string> auth_tokens{};  ///< further tokens that may sign callbacks, during rotation
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make Twilio refuse each request, or that would leave the host. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// Where the API is reached, without a slash at the end: api_url, else by edge and region. [any thread]
std::string base_url(const Account& account);

/// `user:password` of HTTP Basic: the API key where there is one. [any thread]
std::string credentials(const Account& account);

/// The tokens that may have signed a callback; the current one first. [any thread]
std::vector<std::string> signing_tokens(const Account& account);

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::twilio

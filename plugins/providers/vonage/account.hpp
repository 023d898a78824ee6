#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/account_problem.hpp"

namespace herald::vonage {

/// How an account signs parameters of the SMS API, in both directions. `None`: it does not.
enum class Method : std::uint8_t { None, Md5Hash, Md5, Sha1, Sha256, Sha512 };

/// Which of its two APIs carries SMS.
enum class SmsApi : std::uint8_t { Sms, Messages };

/// A channel's account at Vonage, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};         ///< replaces the base URL of every API
  std::string api_key{};         ///< of the account
  std::string api_secret{};      ///< of the account
  std::string application_id{};  ///< account_id: names the key pair of Messages API tokens
  std::string private_key{};     ///< PEM of the application, with line ends
  std::string sender_id{};
  std::vector<std::string> signature_secrets{};  ///< auth_token, and the one that it replaces
  std::string method_name{};                     ///< config.signature_method as it stands
  Method method{Method::None};
  bool signs_requests{};  ///< SMS API requests bear `sig` and not the secret
  SmsApi sms_api{SmsApi::Sms};
  std::string region{};                 ///< of the Messages API: us, eu, ap, or empty
  std::int64_t tolerance_seconds{300};  ///< how far back the time of a signed callback may lie
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make Vonage refuse each request. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// True where the account has an application, whose tokens the Messages API then gets. [any thread]
bool has_application(const Account& account);

/// Base URLs without a slash at the end. [any thread]
std::string sms_base(const Account& account);       ///< of the SMS API and the account's balance
std::string messages_base(const Account& account);  ///< of the Messages API

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::vonage

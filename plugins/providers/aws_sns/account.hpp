#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/aws_sns/url.hpp"
#include "plugins/providers/parts/account_problem.hpp"

namespace herald::aws_sns {

/// A channel's account at AWS, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};        ///< replaces the region's endpoint
  std::string access_key{};     ///< api_key
  std::string secret_key{};     ///< api_secret
  std::string session_token{};  ///< auth_token: of temporary credentials
  std::string region{};
  std::string sender_id{};                ///< a name, or a number to send from
  std::string origination_number{};       ///< a number to send from
  std::string sms_type{};                 ///< Promotional or Transactional; empty: by the message's class
  std::string max_price{};                ///< of one message, in USD
  std::string entity_id{};                ///< registered in India
  std::string template_id{};              ///< registered in India
  std::vector<std::string> topic_arns{};  ///< topics whose notifications are believed
  bool requires_version_2{};              ///< no signatures with SHA-1
  bool resubscribes{};                    ///< confirm again what somebody unsubscribed
  std::int64_t tolerance_seconds{3600};   ///< how far back the time of a notification may lie
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make SNS refuse each request. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// Where requests go: api_url, or the endpoint of the region; the path ends with a slash. Only for an account
/// without problems. [any thread] Source: docs.aws.amazon.com/general/latest/gr/sns.html.
Url endpoint_of(const Account& account);

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::aws_sns

#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/smtp/address.hpp"

namespace herald::smtp {

enum class Security : std::uint8_t { StartTls, Implicit, None };
/// What the servers on the way are asked to report (RFC 3461), where the first of them can.
enum class DeliveryReports : std::uint8_t { OfFailures, OfAll };
enum class PlainAuth : std::uint8_t { Refused, Allowed };

/// A channel's mail server, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string host{};
  std::uint16_t port{0};
  Security tls{Security::StartTls};
  std::string user{};                        ///< account_id; empty: no AUTH
  std::string password{};                    ///< api_secret
  std::string mechanism{};                   ///< plain, login, or empty for the first that the server offers
  PlainAuth plain_auth{PlainAuth::Refused};  ///< AUTH without TLS, on the loopback only
  std::string helo{};                        ///< our name in EHLO
  Mailbox sender{};                          ///< sender_id
  std::string return_path{};                 ///< where bounces go; empty: the sender
  DeliveryReports reports{DeliveryReports::OfFailures};
  bool operator==(const Account&) const = default;
};

/// What is wrong with an account. [value]
struct AccountProblem {
  std::string pointer{};  ///< into the account object
  std::string text{};     ///< without the value, which may be a secret in the wrong place
};

/// Reads the account object of sdk/README.md; the port is that of the mode where none is given. Throws
/// sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make each message fail. [any thread]
std::vector<AccountProblem> problems_of(const Account& account);

}  // namespace herald::smtp

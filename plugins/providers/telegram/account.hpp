#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/account_problem.hpp"

namespace herald::telegram {

enum class Environment : bool { Live, Test };

/// A channel's bot, as the operator entered it; what he left empty is empty. [value]
struct Account {
  std::string api_url{};         ///< replaces https://api.telegram.org: a Bot API server of one's own
  std::string token{};           ///< auth_token: `<bot id>:<secret>`, the only credential
  std::string webhook_secret{};  ///< what webhooks must bear
  std::string sender_id{};       ///< the bot's name, for people
  Environment environment{Environment::Live};
  int poll_seconds{30};  ///< how long the server holds an empty poll
  bool operator==(const Account&) const = default;
};

/// Reads the account object of sdk/README.md. Throws sdk::Failure when it is no JSON object. [any thread]
Account read_account(std::string_view json);

/// Everything that would make Telegram refuse each request, or that would leave the path. [any thread]
std::vector<provider::AccountProblem> problems_of(const Account& account);

/// Where a method is called. Holds the token: redact it. [any thread]
std::string method_url(const Account& account, std::string_view method);

/// Where the bytes of a file are. Holds the token: redact it. [any thread]
std::string file_url(const Account& account, std::string_view file_path);

/// The digits before the token's colon: the bot's user id. [any thread]
std::string bot_id(const Account& account);

/// Every secret text of the account. [any thread]
std::vector<std::string> secrets_of(const Account& account);

}  // namespace herald::telegram

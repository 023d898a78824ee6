#include "plugins/providers/telegram/account.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

constexpr std::size_t kTokenBytes = 80;
constexpr std::size_t kShortestSecret = 32;  ///< of a webhook: it is the whole protection
constexpr std::size_t kLongestSecret = 256;

bool url_safe(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// Digits, a colon, URL-safe characters; not more than the server reads. Anything else could leave the path.
bool token_shape(std::string_view token) {
  const std::size_t colon = token.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == token.size()) return false;
  const std::string_view id = token.substr(0, colon);
  return token.size() <= kTokenBytes && token[0] != '0' && url_safe(token.substr(colon + 1)) &&
         std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string bot_url(const Account& account, std::string_view place) {
  std::string url = without_slashes(account.api_url.empty() ? "https://api.telegram.org" : account.api_url);
  url.append(place).append(account.token);
  return url += account.environment == Environment::Test ? "/test/" : "/";
}

}  // namespace

Account read_account(std::string_view text) {
  const nlohmann::json json = object_of(text, "account");
  const nlohmann::json& config = object_at(json, "config");
  Account account;
  account.api_url = text_at(json, "api_url");
  account.token = text_at(json, "auth_token");
  account.webhook_secret = text_at(json, "webhook_secret");
  account.sender_id = text_at(json, "sender_id");
  if (const auto test = config.find("test_environment"); test != config.end() && *test == true)
    account.environment = Environment::Test;
  if (const auto seconds = config.find("poll_seconds");
      seconds != config.end() && seconds->is_number_integer())
    account.poll_seconds = std::clamp(seconds->get<int>(), 0, 50);
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  if (!token_shape(account.token))
    problems.push_back({"/auth_token",
                        "expected the bot's token as BotFather shows it, digits, a colon and letters, "
                        "digits, _ or -; found " +
                            std::string(account.token.empty() ? "nothing" : "something else")});
  const std::string& secret = account.webhook_secret;
  if (!secret.empty() &&
      (secret.size() < kShortestSecret || secret.size() > kLongestSecret || !url_safe(secret)))
    problems.push_back({"/webhook_secret",
                        "expected 32 to 256 letters, digits, _ or -, which is all that Telegram sends back; "
                        "found something else"});
  return problems;
}

std::string method_url(const Account& account, std::string_view method) {
  return bot_url(account, "/bot").append(method);
}

std::string file_url(const Account& account, std::string_view file_path) {
  return bot_url(account, "/file/bot").append(file_path);
}

std::string bot_id(const Account& account) { return account.token.substr(0, account.token.find(':')); }

std::vector<std::string> secrets_of(const Account& account) {
  std::vector<std::string> secrets;
  if (!account.token.empty()) secrets.push_back(account.token);
  if (const auto colon = account.token.find(':'); colon + 1 < account.token.size())
    secrets.push_back(account.token.substr(colon + 1));
  if (!account.webhook_secret.empty()) secrets.push_back(account.webhook_secret);
  return secrets;
}

}  // namespace herald::telegram

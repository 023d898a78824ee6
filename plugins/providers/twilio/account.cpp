#include "plugins/providers/twilio/account.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/twilio/text.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

/// One label of a host name; anything else could lead the request to another host.
bool host_label(const std::string& text) {
  return text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

void check_credentials(const Account& account, std::vector<AccountProblem>& problems) {
  if (!is_sid(account.account_id, "AC"))
    problems.push_back(
        {"/account_id", "expected the AccountSid (AC and 32 hexadecimal digits), found something else"});
  if (account.api_key.empty() != account.api_secret.empty())
    problems.push_back({account.api_key.empty() ? "/api_key" : "/api_secret",
                        "expected api_key and api_secret together, found only one of them"});
  if (account.auth_token.empty() && account.api_key.empty())
    problems.push_back({"/auth_token", "expected the account's AuthToken, found nothing"});
}

}  // namespace

Account read_account(std::string_view text) {
  const nlohmann::json json = object_of(text, "account");
  const nlohmann::json& config = object_at(json, "config");
  Account account;
  account.api_url = text_at(json, "api_url");
  account.account_id = text_at(json, "account_id");
  account.auth_token = text_at(json, "auth_token");
  account.api_key = text_at(json, "api_key");
  account.api_secret = text_at(json, "api_secret");
  account.sender_id = text_at(json, "sender_id");
  account.region = text_at(config, "region");
  account.edge = text_at(config, "edge");
  for (std::string& token : texts_at(config, "auth_tokens"))
    if (!token.empty()) account.auth_tokens.push_back(std::move(token));
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  check_credentials(account, problems);
  const std::string_view sender = account.sender_id;
  const bool number = is_e164(without_whatsapp(sender));
  if (!sender.empty() && !number && !is_sender(sender) && !is_sid(sender, "MG"))
    problems.push_back(
        {"/sender_id",
         "expected a number as +15005550006, a short code, at most 11 characters with a letter, or the "
         "sid of a messaging service; found something else"});
  if (!host_label(account.region))
    problems.push_back(
        {"/config/region", "expected a region such as us1, ie1 or au1, found other characters"});
  if (!host_label(account.edge))
    problems.push_back({"/config/edge", "expected an edge such as dublin, found other characters"});
  return problems;
}

std::string base_url(const Account& account) {
  if (!account.api_url.empty()) return without_slashes(account.api_url);
  const std::string region = account.region.empty() && !account.edge.empty() ? "us1" : account.region;
  std::string host = "https://api.";
  if (!account.edge.empty()) host += account.edge + ".";
  if (!region.empty()) host += region + ".";
  return host + "twilio.com";
}

std::string credentials(const Account& account) {
  if (!account.api_key.empty()) return account.api_key + ":" + account.api_secret;
  return account.account_id + ":" + account.auth_token;
}

std::vector<std::string> signing_tokens(const Account& account) {
  std::vector<std::string> tokens;
  if (!account.auth_token.empty()) tokens.push_back(account.auth_token);
  tokens.insert(tokens.end(), account.auth_tokens.begin(), account.auth_tokens.end());
  return tokens;
}

std::vector<std::string> secrets_of(const Account& account) {
  std::vector<std::string> secrets = signing_tokens(account);
  if (!account.api_secret.empty()) secrets.push_back(account.api_secret);
  return secrets;
}

}  // namespace herald::twilio

#include "plugins/providers/mailgun/account.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

void read_webhook(const json& whole, const json& config, Account& account) {
  for (std::string key : {text_at(whole, "webhook_secret"), text_at(config, "previous_signing_key")})
    if (!key.empty()) account.signing_keys.push_back(std::move(key));
  account.parent_key = text_at(config, "parent_signing_key");
  if (const auto limit = integer_at(config, "webhook_tolerance_seconds")) account.tolerance_seconds = *limit;
  if (choice_at(config, "shared_account") == true) account.sharing = Account::Sharing::Shared;
}

}  // namespace

Account read_account(std::string_view text) {
  const json whole = object_of(text, "account");
  const json& config = object_at(whole, "config");
  Account account;
  account.api_url = text_at(whole, "api_url");
  account.domain = text_at(whole, "account_id");
  account.api_key = text_at(whole, "api_key");
  account.sender = read_mailbox(text_at(whole, "sender_id"));
  if (std::string name = text_at(config, "from_name"); !name.empty()) account.sender.name = std::move(name);
  account.region = text_at(config, "region");
  account.subaccount = text_at(config, "subaccount");
  read_webhook(whole, config, account);
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  if (!is_email("a@" + account.domain))
    problems.push_back({"/account_id", "expected the sending domain as mg.example.com, found none"});
  if (account.api_key.empty() || !is_header_text(account.api_key))
    problems.push_back({"/api_key", "expected an API key, found nothing or other characters"});
  if (!account.sender.email.empty() && !is_email(account.sender.email))
    problems.push_back(
        {"/sender_id", "expected an address as noreply@example.com or Name <noreply@example.com>"});
  if (!account.region.empty() && account.region != "us" && account.region != "eu")
    problems.push_back({"/config/region", "expected us or eu, found another word"});
  if (!is_header_text(account.subaccount))
    problems.push_back({"/config/subaccount", "expected the id of a subaccount, found other characters"});
  return problems;
}

std::string domain_url(const Account& account) {
  std::string url = without_slashes(account.api_url);
  if (url.empty()) url = account.region == "eu" ? "https://api.eu.mailgun.net" : "https://api.mailgun.net";
  return url + "/v3/" + account.domain;
}

std::vector<std::string> secrets_of(const Account& account) {
  std::vector<std::string> secrets = account.signing_keys;
  for (const std::string& one : {account.api_key, account.parent_key})
    if (!one.empty()) secrets.push_back(one);
  return secrets;
}

}  // namespace herald::mailgun

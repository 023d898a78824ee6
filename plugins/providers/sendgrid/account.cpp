#include "plugins/providers/sendgrid/account.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/sendgrid/public_key.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

void read_webhook(const json& config, Account& account) {
  if (std::string key = text_at(config, "webhook_public_key"); !key.empty())
    account.webhook_keys.push_back(std::move(key));
  for (std::string& key : texts_at(config, "webhook_public_keys"))
    if (!key.empty()) account.webhook_keys.push_back(std::move(key));
  if (const auto limit = integer_at(config, "webhook_tolerance_seconds")) account.tolerance_seconds = *limit;
  if (choice_at(config, "shared_account") == true) account.sharing = Account::Sharing::Shared;
}

}  // namespace

Account read_account(std::string_view text) {
  const json whole = object_of(text, "account");
  const json& config = object_at(whole, "config");
  Account account;
  account.api_url = text_at(whole, "api_url");
  account.api_key = text_at(whole, "api_key");
  account.webhook_secret = text_at(whole, "webhook_secret");
  account.sender = read_mailbox(text_at(whole, "sender_id"));
  if (std::string name = text_at(config, "from_name"); !name.empty()) account.sender.name = std::move(name);
  account.region = text_at(config, "region");
  account.subuser = text_at(config, "on_behalf_of");
  read_webhook(config, account);
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  if (account.api_key.empty() || !is_header_text(account.api_key))
    problems.push_back({"/api_key", "expected an API key (SG.…), found nothing or other characters"});
  if (!account.sender.email.empty() && !is_email(account.sender.email))
    problems.push_back(
        {"/sender_id", "expected an address as noreply@example.com or Name <noreply@example.com>"});
  if (!account.region.empty() && account.region != "global" && account.region != "eu")
    problems.push_back({"/config/region", "expected global or eu, found another word"});
  if (!is_header_text(account.subuser))
    problems.push_back({"/config/on_behalf_of", "expected the name of a subuser, found other characters"});
  for (const std::string& key : account.webhook_keys)
    if (!is_p256_key(key))
      problems.push_back({"/config/webhook_public_key",
                          "expected the verification key as SendGrid shows it (124 characters that begin "
                          "with MFkwEwYHKoZIzj0CAQ), with or without PEM frame; found something else"});
  if (!account.webhook_secret.empty() && account.webhook_secret.find(':') == std::string::npos)
    problems.push_back({"/webhook_secret", "expected user:password of the Inbound Parse URL"});
  return problems;
}

std::string base_url(const Account& account) {
  if (account.api_url.empty())
    return account.region == "eu" ? "https://api.eu.sendgrid.com" : "https://api.sendgrid.com";
  return without_slashes(account.api_url);
}

std::vector<std::string> secrets_of(const Account& account) {
  std::vector<std::string> secrets;
  for (const std::string& one : {account.api_key, account.webhook_secret})
    if (!one.empty()) secrets.push_back(one);
  return secrets;
}

}  // namespace herald::sendgrid

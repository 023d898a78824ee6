#include "plugins/providers/whatsapp/account.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestId = 32;

bool is_id(std::string_view text) { return !text.empty() && text.size() <= kLongestId && all_digits(text); }

bool is_version(std::string_view text) {
  const std::size_t point = text.find('.');
  if (!text.starts_with('v') || point == std::string_view::npos) return false;
  const std::string_view major = text.substr(1, point - 1);
  const std::string_view minor = text.substr(point + 1);
  return !major.empty() && major.size() <= 3 && all_digits(major) && !minor.empty() && minor.size() <= 3 &&
         all_digits(minor);
}

bool is_token(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '!' && c <= '~'; });
}

}  // namespace

Account read_account(std::string_view text) {
  const json whole = object_of(text, "account");
  const json& config = object_at(whole, "config");
  Account account;
  account.api_url = text_at(whole, "api_url");
  account.version = text_at(config, "api_version");
  if (account.version.empty()) account.version = "v25.0";
  account.phone_number_id = text_at(whole, "account_id");
  account.waba_id = text_at(config, "waba_id");
  account.token = text_at(whole, "auth_token");
  for (std::string secret : {text_at(whole, "api_secret"), text_at(config, "previous_app_secret")})
    if (!secret.empty()) account.app_secrets.push_back(std::move(secret));
  account.verify_token = text_at(config, "verify_token");
  account.sender_id = text_at(whole, "sender_id");
  account.sends_proof = choice_at(config, "appsecret_proof").value_or(false);
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  if (!is_id(account.phone_number_id))
    problems.push_back({"/account_id", "expected the phone number id, digits; found something else"});
  if (account.token.empty() || !is_token(account.token))
    problems.push_back({"/auth_token", "expected an access token without blanks, found something else"});
  if (account.app_secrets.empty()) problems.push_back({"/api_secret", "expected the app secret, found none"});
  if (!account.waba_id.empty() && !is_id(account.waba_id))
    problems.push_back(
        {"/config/waba_id", "expected the business account's id, digits; found something else"});
  if (!is_version(account.version))
    problems.push_back({"/config/api_version", "expected a version such as v25.0, found something else"});
  if (!account.sender_id.empty() && !is_e164(account.sender_id))
    problems.push_back({"/sender_id", "expected a number as +15550001111, found something else"});
  return problems;
}

std::string base_of(const Account& account) {
  return without_slashes(account.api_url.empty() ? "https://graph.facebook.com" : account.api_url);
}

std::vector<std::string> secrets_of(const Account& account) {
  std::vector<std::string> secrets = account.app_secrets;
  for (const std::string& one : {account.token, account.verify_token})
    if (!one.empty()) secrets.push_back(one);
  return secrets;
}

}  // namespace herald::whatsapp

#include "plugins/providers/vonage/account.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/vonage/number.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

struct MethodName {
  std::string_view name;
  Method method;
};
constexpr MethodName kMethods[] = {{"", Method::None},         {"md5hash", Method::Md5Hash},
                                   {"md5", Method::Md5},       {"sha1", Method::Sha1},
                                   {"sha256", Method::Sha256}, {"sha512", Method::Sha512}};

const MethodName* method_of(std::string_view name) {
  const auto* found = std::find_if(std::begin(kMethods), std::end(kMethods),
                                   [&](const MethodName& one) { return one.name == name; });
  return found == std::end(kMethods) ? nullptr : found;
}

/// Keys that came through an environment variable have their line ends as two characters.
std::string with_line_ends(std::string pem) {
  for (std::size_t at = pem.find("\\n"); at != std::string::npos; at = pem.find("\\n", at + 1))
    pem.replace(at, 2, "\n");
  return pem;
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
           const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           return form == '-' ? c == '-' : hex;
         });
}

bool is_private_key(std::string_view pem) {
  const std::string_view text = trimmed(pem);
  return text.starts_with("-----BEGIN ") && text.find("PRIVATE KEY-----") != std::string_view::npos &&
         text.ends_with("PRIVATE KEY-----");
}

void check_application(const Account& account, std::vector<AccountProblem>& problems) {
  if (!account.application_id.empty() && !is_uuid(account.application_id))
    problems.push_back({"/account_id", "expected the UUID of an application, found something else"});
  if (!account.private_key.empty() && !is_private_key(account.private_key))
    problems.push_back({"/config/private_key", "expected the application's private key as PEM"});
  if (!account.private_key.empty() && account.application_id.empty())
    problems.push_back({"/account_id", "expected the application that private_key belongs to, found none"});
}

void check_signature(const Account& account, std::vector<AccountProblem>& problems) {
  if (method_of(account.method_name) == nullptr)
    problems.push_back(
        {"/config/signature_method", "expected md5hash, md5, sha1, sha256 or sha512, found another word"});
  const bool able = account.method != Method::None && !account.signature_secrets.empty();
  if (account.signs_requests && !able)
    problems.push_back({"/config/sign_requests",
                        "expected auth_token (the signature secret) and signature_method beside it"});
  if (account.api_secret.empty() && !able && !has_application(account))
    problems.push_back({"/api_secret",
                        "expected api_secret, or auth_token with signature_method, or account_id with "
                        "private_key; found none of them"});
}

}  // namespace

Account read_account(std::string_view text) {
  const json whole = object_of(text, "account");
  const json& config = object_at(whole, "config");
  Account account;
  account.api_url = text_at(whole, "api_url");
  account.api_key = text_at(whole, "api_key");
  account.api_secret = text_at(whole, "api_secret");
  account.application_id = text_at(whole, "account_id");
  account.private_key = with_line_ends(text_at(config, "private_key"));
  account.sender_id = text_at(whole, "sender_id");
  for (std::string secret : {text_at(whole, "auth_token"), text_at(config, "previous_signature_secret")})
    if (!secret.empty()) account.signature_secrets.push_back(std::move(secret));
  account.method_name = text_at(config, "signature_method");
  if (const auto* found = method_of(account.method_name)) account.method = found->method;
  account.signs_requests = choice_at(config, "sign_requests").value_or(false);
  if (text_at(config, "sms_api") == "messages") account.sms_api = SmsApi::Messages;
  account.region = text_at(config, "region");
  if (const auto limit = integer_at(config, "webhook_tolerance_seconds")) account.tolerance_seconds = *limit;
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  if (account.api_key.empty() || !is_header_text(account.api_key) ||
      account.api_key.find(':') != std::string::npos)
    problems.push_back({"/api_key", "expected the account's key of 8 characters, found something else"});
  if (!is_header_text(account.api_secret))
    problems.push_back({"/api_secret", "expected text of one line, found other characters"});
  if (!account.sender_id.empty() && !is_sender(account.sender_id))
    problems.push_back({"/sender_id",
                        "expected a number as +447700900456, or at most 11 letters and digits; found "
                        "something else"});
  if (!account.region.empty() && account.region != "us" && account.region != "eu" && account.region != "ap")
    problems.push_back({"/config/region", "expected us, eu or ap, found another word"});
  check_application(account, problems);
  check_signature(account, problems);
  return problems;
}

bool has_application(const Account& account) {
  return !account.application_id.empty() && !account.private_key.empty();
}

std::string sms_base(const Account& account) {
  return without_slashes(account.api_url.empty() ? "https://rest.nexmo.com" : account.api_url);
}

std::string messages_base(const Account& account) {
  if (!account.api_url.empty()) return without_slashes(account.api_url);
  return account.region.empty() ? "https://api.nexmo.com" : "https://api-" + account.region + ".vonage.com";
}

std::vector<std::string> secrets_of(const Account& account) {
  std::vector<std::string> secrets = account.signature_secrets;
  for (const std::string& one : {account.api_secret, account.private_key})
    if (!one.empty()) secrets.push_back(one);
  return secrets;
}

}  // namespace herald::vonage

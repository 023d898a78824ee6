#include "plugins/providers/aws_sns/account.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/aws_sns/attribute.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;
using Problems = std::vector<AccountProblem>;

/// Letters of keys and regions: what may stand in a credential's scope.
bool is_scope_text(std::string_view text, std::string_view marks) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

/// `arn:aws…:sns:region:account:name`.
bool is_topic_arn(std::string_view arn) {
  int colons = 0;
  for (const char c : arn) colons += c == ':' ? 1 : 0;
  return colons == 5 && arn.size() <= 512 && arn.starts_with("arn:aws") &&
         arn.find(":sns:") != std::string_view::npos && is_ascii(arn) && !breaks_line(arn);
}

void check_credentials(const Account& account, Problems& problems) {
  if (!is_scope_text(account.access_key, "_-"))
    problems.push_back({"/api_key", "expected an access key id such as AKIA..., found something else"});
  if (account.secret_key.empty() || !is_header_text(account.secret_key))
    problems.push_back({"/api_secret", "expected the secret access key, found none or other characters"});
  const bool temporary = account.access_key.starts_with("ASIA");
  const bool plain = is_header_text(account.session_token) &&
                     account.session_token.find_first_of(" \t") == std::string::npos;
  if (!plain || (temporary && account.session_token.empty()))
    problems.push_back(
        {"/auth_token", "expected the session token of the temporary key, as text of one line"});
}

void check_place(const Account& account, Problems& problems) {
  if (!is_scope_text(account.region, "-") || account.region != lower(account.region))
    problems.push_back({"/config/region", "expected a region such as eu-central-1, found something else"});
  if (account.api_url.empty()) return;
  const auto url = read_url(account.api_url);
  if (!url || !url->query.empty())
    problems.push_back({"/api_url", "expected https://host or https://host:port, found something else"});
}

void check_attributes(const Account& account, Problems& problems) {
  const auto check = [&](const std::string& text, bool good, const char* pointer, const char* expected) {
    if (!text.empty() && !good) problems.push_back({pointer, expected});
  };
  check(account.sender_id, is_sender_id(account.sender_id) || is_origination_number(account.sender_id),
        "/sender_id",
        "expected 3 to 11 letters, digits and hyphens with a letter, or a number of 5 to 14 digits");
  check(account.origination_number, is_origination_number(account.origination_number),
        "/config/origination_number", "expected a number of 5 to 14 digits such as +12065550100");
  check(account.sms_type, is_sms_type(account.sms_type), "/config/sms_type",
        "expected Promotional or Transactional");
  check(account.max_price, is_price(account.max_price), "/config/max_price",
        "expected a price in USD such as 0.50");
  check(account.entity_id, is_registered_id(account.entity_id), "/config/entity_id",
        "expected 1 to 50 characters");
  check(account.template_id, is_registered_id(account.template_id), "/config/template_id",
        "expected 1 to 50 characters");
}

}  // namespace

Account read_account(std::string_view text) {
  const json whole = object_of(text, "account");
  const json& config = object_at(whole, "config");
  Account account{.api_url = text_at(whole, "api_url"),
                  .access_key = text_at(whole, "api_key"),
                  .secret_key = text_at(whole, "api_secret"),
                  .session_token = text_at(whole, "auth_token"),
                  .region = text_at(config, "region"),
                  .sender_id = text_at(whole, "sender_id"),
                  .origination_number = text_at(config, "origination_number"),
                  .sms_type = text_at(config, "sms_type"),
                  .max_price = text_at(config, "max_price"),
                  .entity_id = text_at(config, "entity_id"),
                  .template_id = text_at(config, "template_id"),
                  .topic_arns = texts_at(config, "topic_arns")};
  account.requires_version_2 = choice_at(config, "require_signature_version_2").value_or(false);
  account.resubscribes = choice_at(config, "resubscribe").value_or(false);
  if (const auto limit = integer_at(config, "webhook_tolerance_seconds")) account.tolerance_seconds = *limit;
  return account;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  Problems problems;
  check_credentials(account, problems);
  check_place(account, problems);
  check_attributes(account, problems);
  if (!std::all_of(account.topic_arns.begin(), account.topic_arns.end(), is_topic_arn))
    problems.push_back(
        {"/config/topic_arns", "expected ARNs such as arn:aws:sns:eu-west-1:123456789012:inbound"});
  return problems;
}

Url endpoint_of(const Account& account) {
  const bool china = account.region.starts_with("cn-");
  Url url = read_url(account.api_url)
                .value_or(Url{.scheme = "https",
                              .host = "sns." + account.region + ".amazonaws.com" + (china ? ".cn" : "")});
  url.path = without_slashes(url.path) + "/";
  return url;
}

std::vector<std::string> secrets_of(const Account& account) {
  return {account.secret_key, account.session_token, account.access_key};
}

}  // namespace herald::aws_sns

// What the plugin says of itself, and what it expects of an account.
#include "tests/plugins/check/breaks.hpp"
#include "tests/plugins/check/courier.hpp"
#include "tests/plugins/check/json_text.hpp"

namespace courier {
namespace {

std::string problem(const char* pointer, const char* text) {
  return "{\"pointer\":" + quoted(pointer) + ",\"text\":" + quoted(text) + "}";
}

}  // namespace

std::string descriptor() {
  return R"({"provider":"courier","channels":["SMS"],"message_types":{"SMS":["TEXT"]},
 "limits":{"SMS":{"text_chars":1600}},"ops":["send","webhook"],"address_kind":{"SMS":"phone"},
 "account_required":["auth_token"],"late_bounce":false,"idempotency_key":false,"lookup":false,
 "default_rate_per_second":10,"egress_hosts":["api.eu.courier.example","api.us.courier.example"],
 "options_schema":{"type":"object","properties":{}},
 "signature":"X-Courier-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256(signing_key, t + \".\" + body)>, five minutes"})";
}

std::string config_schema() {
  if constexpr (broken("schema_no_json")) return R"({"type":"object","properties":{"region":)";
  const std::string required =
      broken("required_not_enforced") ? "" : R"("required":["region","signing_key"],)";
  return R"({"type":"object",)" + required +
         R"("properties":{"region":{"type":"string","enum":["eu","us"]},
 "signing_key":{"type":"string","minLength":8,"secret":true}}})";
}

std::string problems(std::string_view account) {
  if constexpr (broken("crash_on_large_config"))
    if (account.size() > 65536) __builtin_trap();
  if constexpr (broken("required_not_enforced")) return "[]";
  if (!is_object(account)) throw herald::sdk::Failure{"expected the account as a JSON object, found none"};
  std::string found;
  const auto add = [&](const std::string& one) { found += (found.empty() ? "" : ",") + one; };
  const std::string region = text_at(account, "/config/region");
  if (text_at(account, "/auth_token").empty()) add(problem("/auth_token", "expected a token, found none"));
  if (region != "eu" && region != "us")
    add(problem("/config/region", "expected region eu or us, found neither"));
  if (text_at(account, "/config/signing_key").empty())
    add(problem("/config/signing_key", "expected a signing_key, found none"));
  return "[" + found + "]";
}

}  // namespace courier

#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using herald::testing::ProviderAnswer;
using nlohmann::json;

std::string error_body(int code, std::string_view message = "why") {
  return json{{"code", code}, {"message", message}, {"more_info", "https://www.twilio.com"}, {"status", 400}}
      .dump();
}

std::string created(json changes) {
  json message{{"sid", "SM1"},        {"status", "queued"},    {"num_segments", "1"},     {"price", nullptr},
               {"price_unit", "USD"}, {"error_code", nullptr}, {"error_message", nullptr}};
  if (!changes.is_null()) message.update(changes);
  return message.dump();
}

/// One exchange: what comes, and what it means.
struct Exchange {
  const char* name;
  int status;
  std::string body;
  const char* kind;
  const char* error_class;  ///< "" where the verdict has none
  const char* code;
};

class Exchanges : public ::testing::TestWithParam<Exchange> {};

TEST_P(Exchanges, MeanWhatTheTableSays) {
  const Exchange& given = GetParam();
  const json found = verdict({.status = given.status, .body = given.body});
  EXPECT_EQ(found.at("kind"), given.kind);
  EXPECT_EQ(found.value("class", ""), given.error_class);
  EXPECT_EQ(found.value("code", ""), given.code);
}

const Exchange kExchanges[] = {
    {"created", 201, created({}), "accepted", "", ""},
    {"ok_instead_of_created", 200, created({}), "accepted", "", ""},
    {"created_html", 201, "<html>", "unknown", "", "unreadable_answer"},
    {"created_empty", 201, "", "unknown", "", "unreadable_answer"},
    {"created_without_sid", 201, created({{"sid", nullptr}}), "unknown", "", "unreadable_answer"},
    {"created_array", 201, "[]", "unknown", "", "unreadable_answer"},
    {"born_failed", 201, created({{"status", "failed"}, {"error_code", 21610}}), "rejected", "blocked",
     "21610"},
    {"born_failed_without_code", 201, created({{"status", "failed"}}), "rejected", "content_rejected",
     "failed"},
    {"redirect", 301, "", "rejected", "config", "http_301"},
    {"bad_request_bare", 400, "", "rejected", "content_rejected", "http_400"},
    {"bad_request_new_code", 400, error_body(29999), "rejected", "content_rejected", "29999"},
    {"bad_number", 400, error_body(21211), "rejected", "invalid_recipient", "21211"},
    {"opted_out", 400, error_body(21610), "rejected", "blocked", "21610"},
    {"queue_of_sender", 400, error_body(21611), "rate_limited", "", "21611"},
    {"bad_credentials", 401, error_body(20003), "auth_failed", "", "20003"},
    {"bad_credentials_bare", 401, "<html>", "auth_failed", "", "http_401"},
    {"bad_credentials_new_code", 401, error_body(29998), "auth_failed", "", "29998"},
    {"forbidden_bare", 403, "", "auth_failed", "", "http_403"},
    {"forbidden_region", 403, error_body(21408), "rejected", "config", "21408"},
    {"forbidden_test_credentials", 403, error_body(20008), "auth_failed", "", "20008"},
    {"no_such_account", 404, error_body(20404), "rejected", "config", "20404"},
    {"no_such_path", 404, "", "rejected", "config", "http_404"},
    {"wrong_method", 405, error_body(20004), "rejected", "internal", "20004"},
    {"request_timeout", 408, "", "unknown", "", "http_408"},
    {"wrong_type", 415, "", "rejected", "internal", "http_415"},
    {"too_many", 429, error_body(20429), "rate_limited", "", "20429"},
    {"too_many_bare", 429, "", "rate_limited", "", "http_429"},
    {"server_error_coded", 500, error_body(20500), "retry", "transient", "20500"},
    {"server_error_new_code", 500, error_body(29997), "retry", "provider_down", "29997"},
    {"server_error_html", 500, "<html>", "unknown", "", "http_500"},
    {"server_error_without_code", 500, R"({"message":"x"})", "unknown", "", "http_500"},
    {"bad_gateway", 502, "", "unknown", "", "http_502"},
    {"bad_gateway_coded", 502, error_body(20500), "unknown", "", "20500"},
    {"unavailable_coded", 503, error_body(20503), "retry", "transient", "20503"},
    {"unavailable_html", 503, "<html>", "unknown", "", "http_503"},
    {"gateway_timeout", 504, error_body(20503), "unknown", "", "20503"},
    {"odd_server_error", 520, "", "unknown", "", "http_520"},
    {"code_in_text", 400, R"({"code":"21211","message":"x"})", "rejected", "invalid_recipient", "21211"},
    {"code_out_of_range", 400, R"({"code":99999999999,"message":"x"})", "rejected", "content_rejected",
     "http_400"},
    {"problem_json", 400, R"({"type":"t","title":"no","code":21211,"status":400})", "rejected",
     "invalid_recipient", "21211"},
};

INSTANTIATE_TEST_SUITE_P(Twilio, Exchanges, ::testing::ValuesIn(kExchanges),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Answer, OfAcceptanceCarriesIdWordSegmentsAndCost) {
  EXPECT_EQ(verdict({.status = 201, .body = created({{"price", "-0.00750"}, {"num_segments", "3"}})}),
            json({{"kind", "accepted"},
                  {"ids", {{"provider_id", "SM1"}}},
                  {"status", "SENT"},
                  {"detail", "queued"},
                  {"segments", 3},
                  {"cost_micros", 7500},
                  {"currency", "USD"}}));
}

TEST(Answer, LeavesOutWhatIsNotKnownYet) {
  EXPECT_EQ(verdict({.status = 201, .body = created({{"status", "accepted"}, {"num_segments", "0"}})}),
            json({{"kind", "accepted"},
                  {"ids", {{"provider_id", "SM1"}}},
                  {"status", "SENT"},
                  {"detail", "accepted"}}));
}

json limited(const char* headers, int code = 20429) {
  return verdict({.status = 429, .headers_json = headers, .body = error_body(code)});
}

TEST(Answer, WaitsAsLongAsRetryAfterSays) {
  EXPECT_EQ(limited(R"([["retry-after","7"]])").at("after_ms"), 7000);
  // The exchanges happen at 1732357000000, which is Sat, 23 Nov 2024 10:16:40 GMT.
  EXPECT_EQ(limited(R"([["Retry-After","Sat, 23 Nov 2024 10:17:10 GMT"]])").at("after_ms"), 30000);
  EXPECT_EQ(limited(R"([["Retry-After","Sat, 23 Nov 2024 10:00:00 GMT"]])").at("after_ms"), 0);
  EXPECT_EQ(limited(R"([["Retry-After","999999999"]])").at("after_ms"), 86400000);
}

TEST(Answer, IgnoresARetryAfterThatCannotBeRead) {
  for (const char* headers :
       {"[]", R"([["Retry-After","soon"]])", R"([["Retry-After","-1"]])", R"([["Retry-After",""]])",
        R"([["Retry-After","Sat, 31 Feb 2024 10:17:10 GMT"]])", "no json"})
    EXPECT_FALSE(limited(headers).contains("after_ms")) << headers;
}

TEST(Answer, WaitsADayForADailyCap) { EXPECT_EQ(limited("[]", 30023).at("after_ms"), 86400000); }

TEST(Answer, TellsALimitOfTheSenderFromOneOfTheAccount) {
  EXPECT_EQ(limited("[]", 20429).at("scope"), "account");
  EXPECT_EQ(limited("[]", 21611).at("scope"), "sender");
}

TEST(Answer, RepeatsNeitherSecretsNorNumbers) {
  const std::string basic =
      "QUMwMDExMjIzMzQ0NTU2Njc3ODg5OWFhYmJjY2RkZWVmZjo4ZDFmMGE2YjdjNWU0ZjNhMmIxYzBkOWU4ZjdhNmI1Yw==";
  const std::string message = "To +447700900123, token " + std::string(kToken) + ", Basic " + basic;
  EXPECT_EQ(verdict({.status = 400, .body = error_body(21211, message)}).at("text"),
            "To [number], token [secret], Basic [secret]");
}

TEST(Answer, ToTheTestOfAnAccountIsOk) {
  const json found = verdict({.status = 200, .body = R"({"status":"active","type":"Full","auth_token":"t"})"},
                             "test_account");
  EXPECT_EQ(found, json({{"kind", "ok"}, {"fields", {{"status", "active"}, {"type", "Full"}}}}));
}

TEST(Answer, ToTheTestOfAnAccountNamesTheTrouble) {
  EXPECT_EQ(verdict({.status = 401, .body = error_body(20003)}, "test_account").at("kind"), "auth_failed");
  EXPECT_EQ(verdict({.status = 200, .body = R"({"status":"suspended"})"}, "test_account").at("code"),
            "account_suspended");
  EXPECT_EQ(verdict({.status = 200, .body = "<html>"}, "test_account").at("class"), "config");
  EXPECT_EQ(verdict({.status = 404, .body = error_body(20404)}, "test_account").at("class"), "config");
}

TEST(Answer, ToATestIsNeverUnknown) {
  for (const int status : {408, 500, 502, 503, 504})
    EXPECT_NE(verdict({.status = status}, "test_account").at("kind"), "unknown") << status;
}

}  // namespace
}  // namespace herald::twilio::testing

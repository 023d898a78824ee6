#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using herald::testing::ProviderAnswer;
using nlohmann::json;

constexpr const char* kPricedSid = "SM0f1e2d3c4b5a69788796a5b4c3d2e1f0";

json price_input(const std::string& sid = kPricedSid) {
  json message{
      {"id", "m1"},       {"attempt_ref", "a1"}, {"attempt_no", 1},      {"attempted_ms", 1732356000000},
      {"channel", "SMS"}, {"type", "TEXT"},      {"to", "+447700900123"}};
  if (!sid.empty()) message["provider_id"] = sid;
  return {{"now_ms", 1732357000000}, {"message", std::move(message)}};
}

json price_resource(const json& changes) {
  json message{{"sid", kPricedSid},   {"status", "delivered"}, {"num_segments", "1"},     {"price", nullptr},
               {"price_unit", "USD"}, {"error_code", nullptr}, {"error_message", nullptr}};
  message.update(changes);
  return message;
}

json price_told(const ProviderAnswer& answer) {
  return answered("price", price_input(), answer).at("verdict");
}
json price_told(const json& changes) {
  return price_told(ProviderAnswer{.status = 200, .body = price_resource(changes).dump()});
}

TEST(Price, IsAskedForWithoutCommitting) {
  const json request = plan("price", price_input(), account()).at("request");
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("url"), "https://api.twilio.com/2010-04-01/Accounts/" + std::string(kAccountSid) +
                                   "/Messages/" + kPricedSid + ".json");
  EXPECT_EQ(request.at("commits"), false);
  EXPECT_FALSE(request.contains("body"));
  const std::string basic = request.at("redact").at(0);
  EXPECT_EQ(request.at("headers"), json::array({json::array({"Authorization", "Basic " + basic})}));
}

TEST(Price, IsAskedForWhereTheAccountIs) {
  json edge = account();
  edge["config"] = {{"region", "ie1"}};
  EXPECT_TRUE(plan("price", price_input(), edge)
                  .at("request")
                  .at("url")
                  .get<std::string>()
                  .starts_with("https://api.ie1.twilio.com/"));
}

TEST(Price, IsOfASidOnly) {
  for (const char* sid : {"", "SM1/../../Calls/CA1", "SM1.json?x", "SM 1", "SM1%2f"})
    EXPECT_EQ(plan("price", price_input(sid), account()).at("verdict").at("code"), "provider_id") << sid;
}

TEST(Price, OfAnAccountWithoutItsTokenIsNotAskedFor) {
  json bare = account();
  bare.erase("auth_token");
  EXPECT_TRUE(plan("price", price_input(), bare).contains("verdict"));
}

TEST(Price, IsAReceiptWithTheCost) {
  const json verdict = price_told(json{{"price", "-0.00750"}});
  EXPECT_EQ(verdict, (json{{"kind", "events"},
                           {"events", json::array({{{"kind", "receipt"},
                                                    {"provider_id", kPricedSid},
                                                    {"state", "DELIVERED"},
                                                    {"detail", "delivered"},
                                                    {"cost_micros", 7500},
                                                    {"currency", "USD"},
                                                    {"dedupe_key", std::string(kPricedSid) + ":price"}}})}}));
}

TEST(Price, ComesWithTheStateThatTheMessageHasByNow) {
  const std::pair<const char*, const char*> words[] = {{"queued", "SENT"},
                                                       {"sent", "SENT"},
                                                       {"read", "READ"},
                                                       {"undelivered", "FAILED"},
                                                       {"something", "SENT"}};
  for (const auto& [word, state] : words)
    EXPECT_EQ(price_told(json{{"price", "-1"}, {"status", word}}).at("events").at(0).at("state"), state)
        << word;
}

TEST(Price, OfAMessageThatFailedSaysWhyWithoutNumbersAndSecrets) {
  const json event = price_told(json{{"price", "-0.1"},
                                     {"status", "undelivered"},
                                     {"error_code", 30005},
                                     {"error_message", "+447700900123 with " + std::string(kToken)}})
                         .at("events")
                         .at(0);
  EXPECT_EQ(event.at("code"), "30005");
  EXPECT_EQ(event.at("class"), "invalid_recipient");
  EXPECT_EQ(event.dump().find("447700900123"), std::string::npos);
  EXPECT_EQ(event.dump().find(kToken), std::string::npos);
}

TEST(Price, OfNothingIsNoughtAndNotUnknown) {
  EXPECT_EQ(price_told(json{{"price", "0"}}).at("events").at(0).at("cost_micros"), 0);
}

TEST(Price, IsNotToldBeforeTwilioKnowsIt) {
  const json odd[] = {{{"price", nullptr}},
                      {{"price", "-0.0075"}, {"price_unit", nullptr}},
                      {{"price", "-0.0075"}, {"price_unit", "usd"}},
                      {{"price", "cheap"}},
                      {{"price", json::array()}}};
  for (const json& changes : odd)
    EXPECT_EQ(price_told(changes), (json{{"kind", "events"}, {"events", json::array()}})) << changes;
}

TEST(Price, OfAnotherMessageOrOfNoneIsNoAnswer) {
  const std::string bodies[] = {"", "<html>", "[]", "{}",
                                price_resource({{"sid", "SM2"}, {"price", "-1"}}).dump()};
  for (const std::string& body : bodies) {
    const json verdict = price_told(ProviderAnswer{.status = 200, .body = body});
    EXPECT_EQ(verdict.at("kind"), "retry") << body;
    EXPECT_EQ(verdict.at("code"), "unreadable_answer") << body;
  }
}

TEST(Price, WillNotComeForAMessageThatIsGone) {
  const json verdict = price_told(
      ProviderAnswer{.status = 404, .body = R"({"code":20404,"message":"not found","status":404})"});
  EXPECT_EQ(verdict.at("kind"), "rejected");
  EXPECT_EQ(verdict.at("code"), "message_gone");
}

TEST(Price, MayComeLaterWhenTwilioIsBusyOrAway) {
  const json limited =
      price_told(ProviderAnswer{.status = 429, .headers_json = R"([["Retry-After","3"]])", .body = "{}"});
  EXPECT_EQ(limited.at("kind"), "rate_limited");
  EXPECT_EQ(limited.at("after_ms"), 3000);
  for (const int status : {408, 500, 502, 503, 504})
    EXPECT_EQ(price_told(ProviderAnswer{.status = status, .body = "<html>"}).at("kind"), "retry") << status;
}

TEST(Price, IsNotForStrangers) {
  for (const int status : {401, 403})
    EXPECT_EQ(price_told(ProviderAnswer{.status = status, .body = ""}).at("kind"), "auth_failed") << status;
}

}  // namespace
}  // namespace herald::twilio::testing

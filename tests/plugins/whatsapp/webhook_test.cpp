#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

const std::string kSecret = test::WhatsAppAccount{}.app_secret;

json one_status() { return {{"statuses", {{{"id", "wamid.1"}, {"status", "delivered"}}}}}; }

std::string kind_of(const std::string& body, const std::string& signature, const json& channel = account()) {
  return judged(body, signature, channel).at("kind");
}

TEST(Webhook, IsBelievedWithTheAppSecretsSignatureOnly) {
  const std::string body = webhook_of(one_status());
  const std::string good = test::whatsapp_signature(kSecret, body);
  EXPECT_EQ(kind_of(body, good), "events");
  std::string loud = good;
  for (std::size_t i = 7; i < loud.size(); ++i)
    if (loud[i] >= 'a') loud[i] = static_cast<char>(loud[i] - 'a' + 'A');
  EXPECT_EQ(kind_of(body, loud), "events") << "upper case";
  for (const std::string& bad : {std::string{}, good.substr(0, good.size() - 1), good + "0", good.substr(7),
                                 "sha1=" + good.substr(7), "SHA256=" + good.substr(7), std::string{"sha256="},
                                 "sha256=" + std::string(64, '0'), "sha256=" + std::string(64, 'x'),
                                 test::whatsapp_signature("other", body), test::whatsapp_signature("", body)})
    EXPECT_EQ(judged(body, bad).at("code"), "signature") << bad;
  EXPECT_EQ(kind_of(body + " ", good), "refused");
}

TEST(Webhook, IsVerifiedOverItsRawBytes) {
  std::string body = webhook_of({{"statuses", {{{"id", "wamid.1"}, {"status", "sent"}, {"note", "caf@/"}}}}});
  body.replace(body.find('@'), 1, "\\u00e9\\");
  EXPECT_EQ(kind_of(body, test::whatsapp_signature(kSecret, body)), "events");
}

TEST(Webhook, TakesTheSecretThatIsBeingReplacedToo) {
  const std::string body = webhook_of(one_status());
  const json rotating = account({{"api_secret", "new"}, {"config", {{"previous_app_secret", kSecret}}}});
  EXPECT_EQ(kind_of(body, test::whatsapp_signature("new", body), rotating), "events");
  EXPECT_EQ(kind_of(body, test::whatsapp_signature(kSecret, body), rotating), "events");
  EXPECT_EQ(kind_of(body, test::whatsapp_signature("older", body), rotating), "refused");
  EXPECT_EQ(kind_of(body, test::whatsapp_signature("", body), account({{"api_secret", nullptr}})), "refused");
}

json signed_events(const json& body) {
  const std::string text = body.dump();
  return judged(text, test::whatsapp_signature(kSecret, text)).at("events");
}

TEST(Webhook, IsReadToItsEnd) {
  const json value = json::parse(webhook_of(one_status())).at("entry")[0].at("changes")[0];
  json body{{"object", "whatsapp_business_account"},
            {"entry", {{{"changes", {value, value}}}, {{"changes", {value}}}}}};
  EXPECT_EQ(signed_events(body).size(), 3U);
  body["entry"][0]["changes"][1]["value"]["metadata"]["phone_number_id"] = "106540000000002";
  EXPECT_EQ(signed_events(body).size(), 2U) << "another number of the same business";
  body["entry"][0]["changes"][0]["field"] = "account_update";
  EXPECT_EQ(signed_events(body).size(), 1U);
  body["object"] = "page";
  EXPECT_EQ(signed_events(body).size(), 0U);
}

TEST(Webhook, ThatSaysNothingIsTakenWithoutEvents) {
  for (const char* text :
       {"", "{", "[]", "null", "1", R"({"object":"whatsapp_business_account"})",
        R"({"object":"whatsapp_business_account","entry":{}})",
        R"({"object":"whatsapp_business_account","entry":[1,{"changes":[null,{"value":[]}]}]})"}) {
    const json out = judged(text, test::whatsapp_signature(kSecret, text));
    EXPECT_EQ(out, (json{{"kind", "events"}, {"events", json::array()}})) << text;
  }
  EXPECT_EQ(events_in({{"errors", {{{"code", 131000}}}}}), json::array());
  EXPECT_EQ(events_in({{"statuses", {1, nullptr}}, {"messages", "x"}}), json::array());
}

json asked(const std::string& method, const std::string& query, const json& channel = account()) {
  json request{
      {"method", method}, {"url", "https://h.example/w"}, {"target", "/w"}, {"headers", json::array()}};
  if (!query.empty()) request["query"] = query;
  return plan("webhook", {{"now_ms", kNow}, {"request", request}}, channel).at("verdict");
}

TEST(Handshake, EchoesTheChallengeToWhoeverKnowsTheVerifyToken) {
  const std::string token = "hub.verify_token=" + test::WhatsAppAccount{}.verify_token;
  const std::string good = "hub.mode=subscribe&hub.challenge=1158201444&" + token;
  EXPECT_EQ(asked("GET", good),
            (json{{"kind", "events"},
                  {"events", json::array()},
                  {"reply", {{"status", 200}, {"content_type", "text/plain"}, {"body", "1158201444"}}}}));
  for (const std::string& bad : {std::string{}, "hub.mode=unsubscribe&hub.challenge=1&" + token,
                                 "hub_mode=subscribe&hub.challenge=1&" + token, "hub.mode=subscribe&" + token,
                                 "hub.mode=subscribe&hub.challenge=%3Cb%3E&" + token,
                                 "hub.mode=subscribe&hub.challenge=" + std::string(257, '1') + "&" + token,
                                 std::string{"hub.mode=subscribe&hub.challenge=1&hub.verify_token=other"},
                                 std::string{"hub.mode=subscribe&hub.challenge=1"}})
    EXPECT_EQ(asked("GET", bad).at("code"), "handshake") << bad;
  const json none = account({{"config", {{"verify_token", nullptr}}}});
  EXPECT_EQ(asked("GET", "hub.mode=subscribe&hub.challenge=1&hub.verify_token=", none).at("kind"), "refused");
  for (const char* method : {"HEAD", "PUT", "DELETE"})
    EXPECT_EQ(asked(method, good).at("kind"), "refused") << method;
}

}  // namespace
}  // namespace herald::whatsapp::testing

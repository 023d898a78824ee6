#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

const json kHook{{"now_ms", kNow}, {"callback_url", "https://herald.example/hook"}};
const json kConfigure{{"step", "configure"}};

std::string path_of(const json& planned) {
  const std::string url = planned.at("request").at("url");
  return url.substr(url.find("/v25.0/"));
}

json sent_json(const json& planned) {
  return json::parse(planned.at("request").at("body").at(0).at("text").get<std::string>());
}

TEST(RegisterWebhook, SubscribesTheAppThenNamesTheUrlOfTheNumber) {
  const test::WhatsAppAccount far;
  const json first = plan("register_webhook", kHook, account());
  EXPECT_EQ(path_of(first), "/v25.0/" + far.waba_id + "/subscribed_apps");
  EXPECT_EQ(first.at("request").at("commits"), false);
  EXPECT_EQ(sent_json(first), json::object());
  const json next = answered("register_webhook", kHook, {.body = R"({"success":true})"}, first.at("state"));
  EXPECT_EQ(next, (json{{"continue", {{"state", kConfigure}}}}));
  const json second = plan("register_webhook", kHook, account(), kConfigure);
  EXPECT_EQ(path_of(second), "/v25.0/" + far.phone_number_id);
  EXPECT_EQ(sent_json(second), (json{{"webhook_configuration",
                                      {{"override_callback_uri", "https://herald.example/hook"},
                                       {"verify_token", far.verify_token}}}}));
  EXPECT_EQ(answered("register_webhook", kHook, {.body = R"({"success":true})"}, second.at("state")),
            (json{{"verdict", {{"kind", "ok"}}}}));
}

TEST(RegisterWebhook, NeedsTheBusinessAccountATokenAndHttps) {
  const auto code = [](const json& input, const json& channel) {
    return plan("register_webhook", input, channel).at("verdict").at("code").get<std::string>();
  };
  EXPECT_EQ(code(kHook, account({{"config", {{"waba_id", nullptr}}}})), "waba_missing");
  EXPECT_EQ(code(kHook, account({{"config", {{"verify_token", nullptr}}}})), "verify_token_missing");
  for (const char* url : {"http://herald.example/", ""})
    EXPECT_EQ(code({{"now_ms", kNow}, {"callback_url", url}}, account()), "bad_webhook") << url;
}

TEST(UnregisterWebhook, TakesTheUrlOfTheNumberAndLeavesTheSubscription) {
  const json planned = plan("unregister_webhook", kHook, account());
  EXPECT_EQ(path_of(planned), "/v25.0/" + test::WhatsAppAccount{}.phone_number_id);
  EXPECT_EQ(sent_json(planned), (json{{"webhook_configuration", {{"override_callback_uri", ""}}}}));
}

TEST(RegisterWebhook, IsJudgedByItsAnswer) {
  const auto judged_by = [](const herald::testing::ProviderAnswer& answer) {
    return answered("register_webhook", kHook, answer, kConfigure).at("verdict");
  };
  EXPECT_EQ(judged_by(refused_with(400, 2200)).at("code"), "handshake_failed");
  EXPECT_EQ(judged_by(refused_with(400, 2200)).at("class"), "config");
  EXPECT_EQ(judged_by(refused_with(401, 190)).at("kind"), "auth_failed");
  EXPECT_EQ(judged_by(refused_with(429, 4)).at("kind"), "rate_limited");
  EXPECT_EQ(judged_by({.body = "{}"}).at("code"), "unreadable_answer");
}

}  // namespace
}  // namespace herald::whatsapp::testing

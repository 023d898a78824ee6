#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

const json kCallback{{"now_ms", 1}, {"callback_url", "https://herald.example:8443/hook"}};

json registered(const json& input, const json& account) {
  const json planned = plan("register_webhook", input, account);
  if (!planned.contains("request")) return planned;
  return json::parse(planned.at("request").at("body").at(0).at("text").get<std::string>());
}

TEST(Register, SetsTheWebhookWithTheSecretAndKeepsWhatWaits) {
  EXPECT_EQ(registered(kCallback, account()),
            (json{{"url", "https://herald.example:8443/hook"},
                  {"secret_token", kSecret},
                  {"allowed_updates",
                   {"message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
                    "my_chat_member"}},
                  {"drop_pending_updates", false}}));
  const json planned = plan("register_webhook", kCallback, account());
  EXPECT_TRUE(planned.at("request").at("url").get<std::string>().ends_with("/setWebhook"));
  EXPECT_EQ(planned.at("request").at("commits"), false);
}

TEST(Register, NeedsASecretAndHttps) {
  json bare = account();
  bare.erase("webhook_secret");
  EXPECT_EQ(registered(kCallback, bare).at("verdict").at("code"), "secret_missing");
  for (const char* url : {"http://herald.example/", "", "ftp://a"})
    EXPECT_EQ(registered({{"now_ms", 1}, {"callback_url", url}}, account()).at("verdict").at("code"),
              "bad_webhook")
        << url;
}

TEST(Unregister, DeletesTheWebhookAndKeepsWhatWaits) {
  const json planned = plan("unregister_webhook", {{"now_ms", 1}}, account());
  EXPECT_TRUE(planned.at("request").at("url").get<std::string>().ends_with("/deleteWebhook"));
  EXPECT_EQ(planned.at("request").at("body").at(0).at("text"), R"({"drop_pending_updates":false})");
}

TEST(Registration, IsJudgedByItsAnswer) {
  for (const char* op : {"register_webhook", "unregister_webhook"}) {
    EXPECT_EQ(verdict({.body = R"({"ok":true,"result":true,"description":"Webhook is already set"})"}, op)
                  .at("kind"),
              "ok");
    EXPECT_EQ(verdict({.body = R"({"ok":true,"result":{}})"}, op).at("kind"), "retry");
    EXPECT_EQ(error_verdict(401, "Unauthorized", op).at("kind"), "auth_failed");
  }
  const auto refused = [](const char* description) {
    return error_verdict(400, description, "register_webhook");
  };
  for (const char* reason :
       {"Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        "Bad Request: bad webhook: Failed to resolve host: Name or service not known"}) {
    EXPECT_EQ(refused(reason).at("class"), "config") << reason;
    EXPECT_EQ(refused(reason).at("code"), "bad_webhook") << reason;
  }
  EXPECT_EQ(refused("Bad Request: secret token contains unallowed characters").at("code"), "webhook_secret");
}

}  // namespace
}  // namespace herald::telegram::testing

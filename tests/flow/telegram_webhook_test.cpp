// Telling Telegram where to call, with a new channel and later.
#include <nlohmann/json.hpp>

#include "tests/flow/telegram_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr const char* kOutside = "https://herald.example:8443/telegram";

class TelegramWebhookFlow : public testing::TestWithParam<Dialect> {
 protected:
  json channel(const json& changes = json::object()) {
    json out = telegram_channel(telegram_, fresh_text("bot"), json::object());
    out["webhook_url"] = kOutside;
    out.merge_patch(changes);
    return out;
  }
  HttpReply create(const json& body) { return house_.tenant.call("POST", "/channels", body.dump()); }
  json webhook(const std::string& method, const std::string& id) {
    return json::parse(house_.tenant.call(method, "/channels/" + id + "/webhook").body);
  }
  json shown(const std::string& id) { return json::parse(house_.tenant.call("GET", "/channels/" + id).body); }
  int push(const std::string& id, const std::string& secret) {
    return push_update(house_.daemon.url() + "/api/v1/communication/webhooks/telegram/" + id, secret,
                       telegram_.write(fresh_chat(), "Hello"));
  }

  House& house_ = shared_house(GetParam());
  TelegramServer telegram_;
};

TEST_P(TelegramWebhookFlow, RegistersItsWebhookWithTheChannelAndASecretOfItsOwn) {
  const HttpReply reply = create(channel({{"webhook_secret", nullptr}, {"register_webhook", true}}));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const json made = json::parse(reply.body);
  EXPECT_EQ(made.at("webhook").at("ok"), true) << reply.body;
  EXPECT_EQ(made.at("webhook").at("callback_url"), kOutside);
  EXPECT_EQ(made.at("webhook_secret"), json({{"set", true}}));
  const TelegramWebhook set = telegram_.webhook();
  EXPECT_EQ(set.url, kOutside);
  EXPECT_EQ(set.secret.size(), 64U);
  EXPECT_EQ(set.kinds.size(), 6U);
  EXPECT_FALSE(set.drops);
  EXPECT_EQ(reply.body.find(set.secret), std::string::npos);
  const std::string id = made.at("id");
  EXPECT_EQ(shown(id).at("webhook_registered_at"), made.at("webhook").at("registered_at"));
  EXPECT_EQ(push(id, set.secret), 200);
  EXPECT_EQ(push(id, telegram_.bot().webhook_secret), 403);
  EXPECT_TRUE(telegram_.broken().empty()) << telegram_.broken().front();
}

TEST_P(TelegramWebhookFlow, RegistersAndRemovesItAsOftenAsItIsAsked) {
  const std::string id = house_.tenant.make_channel(channel());
  EXPECT_TRUE(shown(id).at("webhook_registered_at").is_null());
  for (int time = 0; time < 2; ++time) {
    const json told = webhook("POST", id);
    EXPECT_EQ(told.at("ok"), true) << told;
    EXPECT_EQ(told.at("http_status"), 200);
  }
  EXPECT_EQ(telegram_.webhook().secret, telegram_.bot().webhook_secret);
  EXPECT_FALSE(shown(id).at("webhook_registered_at").is_null());
  for (int time = 0; time < 2; ++time) EXPECT_EQ(webhook("DELETE", id).at("ok"), true);
  EXPECT_EQ(telegram_.webhook().url, "");
  EXPECT_EQ(telegram_.webhook().calls, 4);
  EXPECT_TRUE(shown(id).at("webhook_registered_at").is_null());
}

TEST_P(TelegramWebhookFlow, TellsWhyTelegramWouldNotCallAndKeepsTheChannel) {
  const HttpReply reply =
      create(channel({{"webhook_url", "https://herald.example:444/"}, {"register_webhook", true}}));
  ASSERT_EQ(reply.status, 201) << reply.body;
  const json webhook = json::parse(reply.body).at("webhook");
  EXPECT_EQ(webhook.at("ok"), false);
  EXPECT_EQ(webhook.at("error").at("code"), "bad_webhook");
  EXPECT_NE(webhook.at("error").at("text").get<std::string>().find("8443"), std::string::npos) << webhook;
  EXPECT_EQ(webhook.at("http_status"), 400);
  EXPECT_TRUE(shown(json::parse(reply.body).at("id")).at("webhook_registered_at").is_null());
  // The server's own public address is one of http here.
  const HttpReply plain = create(channel({{"webhook_url", nullptr}, {"register_webhook", true}}));
  EXPECT_EQ(json::parse(plain.body).at("webhook").at("error").at("code"), "bad_webhook") << plain.body;
}

TEST_P(TelegramWebhookFlow, DoesNotPollAndBeCalledAtOnce) {
  const json both = channel({{"config_json", {{"poll", true}}}, {"register_webhook", true}});
  const HttpReply reply = create(both);
  EXPECT_EQ(reply.status, 400) << reply.body;
  EXPECT_NE(reply.body.find("/register_webhook"), std::string::npos) << reply.body;
  const std::string id = house_.tenant.make_channel(channel({{"config_json", {{"poll", true}}}}));
  EXPECT_EQ(webhook("POST", id).at("code"), "channel_polls");
  EXPECT_EQ(telegram_.webhook().calls, 0);
  telegram_.has_webhook(true);  // somebody else set it, so polls are refused
  telegram_.write(fresh_chat(), "Hello");
  EXPECT_EQ(webhook("DELETE", id).at("ok"), true);
  EXPECT_TRUE(eventually([&] { return telegram_.unconfirmed() == telegram_.next_update(); }));
  EXPECT_EQ(house_.tenant.call("DELETE", "/channels/" + id).status, 204);
}

TEST_P(TelegramWebhookFlow, IsRefusedForAProviderThatTakesNone) {
  const HttpReply reply = house_.tenant.call("POST", "/channels/" + house_.sandbox_channel + "/webhook");
  EXPECT_EQ(reply.status, 409) << reply.body;
  EXPECT_EQ(json::parse(reply.body).at("code"), "webhook_not_offered");
}

HERALD_ON_BOTH_DATABASES(TelegramWebhookFlow);

}  // namespace
}  // namespace herald::test

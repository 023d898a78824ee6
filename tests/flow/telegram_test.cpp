// Messages through a telegram channel to the strict far side, and updates by its webhook.
#include <nlohmann/json.hpp>

#include "tests/flow/telegram_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

TEST_P(TelegramFlow, SendsWhatTheDocumentsAskFor) {
  const json message = send({}, "SENT");
  EXPECT_EQ(message.at("status"), "SENT") << message;
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].parameters, (json{{"chat_id", chat_}, {"text", text_}}));
  EXPECT_EQ(message.at("provider_message_id"),
            std::to_string(chat_) + ":" + std::to_string(seen()[0].message_id));
  EXPECT_TRUE(home_.telegram.broken().empty()) << home_.telegram.broken().front();
}

TEST_P(TelegramFlow, SendsMarkupAndButtons) {
  const json options{
      {"parse_mode", "HTML"},
      {"disable_notification", true},
      {"reply_markup", {{"inline_keyboard", {{{{"text", "Yes"}, {"callback_data", "y:17"}}}}}}}};
  text_ = fresh_text("<b>Order</b> &amp;");
  const json message = send({}, "SENT", {{"options", options}});
  EXPECT_EQ(message.at("status"), "SENT") << message;
  ASSERT_EQ(seen().size(), 1U);
  for (const auto& [name, value] : options.items()) EXPECT_EQ(seen()[0].parameters.at(name), value);
}

TEST_P(TelegramFlow, TriesAgainAfterTheTimeThatItWasTold) {
  const json message = send({TelegramMood::Limiting}, "SENT");
  EXPECT_EQ(message.at("status"), "SENT");
  ASSERT_EQ(message.at("attempts").size(), 2U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "NOT_SENT");
  EXPECT_EQ(seen().size(), 2U);
}

TEST_P(TelegramFlow, FailsForAPersonWhoBlockedTheBot) {
  const json message = send({TelegramMood::Blocked}, "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "blocked") << message;
  EXPECT_EQ(message.at("error").at("code"), "bot_blocked");
  EXPECT_EQ(message.at("attempts").size(), 1U);
}

TEST_P(TelegramFlow, WritesNoMoreToWhoeverBlockedTheBotUntilHeLetsItIn) {
  const std::string secret = home_.telegram.bot().webhook_secret;
  const auto member = [&](const char* before, const char* after) {
    const json user{{"id", 123456}, {"is_bot", true}, {"first_name", "Shop"}};
    return home_.telegram.put("my_chat_member",
                              {{"chat", {{"id", chat_}, {"type", "private"}, {"first_name", "Ada"}}},
                               {"from", {{"id", chat_}, {"is_bot", false}, {"first_name", "Ada"}}},
                               {"date", 1'760'000'123},
                               {"old_chat_member", {{"status", before}, {"user", user}}},
                               {"new_chat_member", {{"status", after}, {"user", user}}}});
  };
  EXPECT_EQ(push(secret, member("member", "kicked")), 200);
  EXPECT_EQ(send({}, "REJECTED").at("status"), "REJECTED");
  EXPECT_TRUE(seen().empty());
  EXPECT_EQ(push(secret, member("kicked", "member")), 200);
  EXPECT_EQ(send({}, "SENT").at("status"), "SENT");
}

TEST_P(TelegramFlow, FollowsAGroupToItsNewId) {
  chat_ = -chat_;
  const json message = send({TelegramMood::Moved}, "SENT");
  EXPECT_EQ(message.at("status"), "SENT") << message;
  EXPECT_EQ(message.at("attempts").size(), 1U);
  ASSERT_EQ(home_.telegram.seen(telegram_moved_to(chat_)).size(), 1U);
  EXPECT_TRUE(message.at("provider_message_id")
                  .get<std::string>()
                  .starts_with(std::to_string(telegram_moved_to(chat_))));
}

TEST_P(TelegramFlow, RefusesAtTheDoorWhatTelegramWouldRefuse) {
  const json options{{"parse_mode", "markdown2"}};
  const auto reply = home_.house.tenant.post({{"channel_id", home_.channel},
                                              {"to_address", std::to_string(chat_)},
                                              {"message_body", text_},
                                              {"options", options}});
  EXPECT_GE(reply.status, 400) << reply.body;
  EXPECT_LT(reply.status, 500) << reply.body;
}

TEST_P(TelegramFlow, ShowsItsTokenNowhere) {
  const json message = send({TelegramMood::Babbling}, "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_NE(message.dump().find("no luck"), std::string::npos) << "what it said is shown " << message;
  send({TelegramMood::Closing}, "UNKNOWN");
  const TelegramBot& bot = home_.telegram.bot();
  const std::string texts = message.dump() + home_.house.daemon.log() +
                            home_.house.tenant.call("GET", "/channels/" + home_.channel).body;
  for (const std::string& secret : {bot.token, bot.token.substr(7), bot.webhook_secret})
    EXPECT_EQ(texts.find(secret), std::string::npos) << secret;
}

TEST_P(TelegramFlow, TestsItsAccount) {
  const auto tested = [&](const std::string& token) {
    json channel = telegram_channel(home_.telegram, fresh_text("tested"), json::object());
    channel["auth_token"] = token;
    const std::string id = home_.house.tenant.make_channel(channel);
    return json::parse(home_.house.tenant.call("POST", "/channels/" + id + "/test").body).value("ok", false);
  };
  const std::string token = home_.telegram.bot().token;
  EXPECT_TRUE(tested(token));
  EXPECT_FALSE(tested(token.substr(0, token.size() - 1) + "0"));
}

TEST_P(TelegramFlow, StoresAnUpdateOfItsWebhookOnce) {
  const json update = home_.telegram.write(chat_, text_);
  for (int times = 0; times < 3; ++times) EXPECT_EQ(push(home_.telegram.bot().webhook_secret, update), 200);
  ASSERT_EQ(events().size(), 1U);
  EXPECT_EQ(events()[0].at("kind"), "inbound");
  EXPECT_EQ(events()[0].at("text"), text_);
}

TEST_P(TelegramFlow, RefusesAWebhookWithoutTheSecretOrWithAnother) {
  const json update = home_.telegram.write(chat_, text_);
  std::string other = home_.telegram.bot().webhook_secret;
  other.back() = '0';
  for (const std::string& secret : {std::string{}, other, home_.telegram.bot().webhook_secret + "x"})
    EXPECT_EQ(push(secret, update), 403);
  EXPECT_TRUE(events().empty());
}

HERALD_ON_BOTH_DATABASES(TelegramFlow);

}  // namespace
}  // namespace herald::test

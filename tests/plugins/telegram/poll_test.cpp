#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

json polled(const json& input, const json& account) {
  const json planned = plan("poll", input, account);
  return json::parse(planned.at("request").at("body").at(0).at("text").get<std::string>());
}

json offset(std::string_view cursor) {
  const json parameters = polled({{"now_ms", 1}, {"cursor", cursor}}, account());
  return parameters.contains("offset") ? parameters.at("offset") : json{};
}

TEST(Poll, GoesOnFromTheCursorOfThisBotAlone) {
  EXPECT_EQ(offset("123456:174114371"), 174114371);
  for (const char* cursor : {"", "99:5", "123456", "123456:", "123456:x", "123456:5 ", "1234567:5"})
    EXPECT_TRUE(offset(cursor).is_null()) << cursor;
}

TEST(Poll, AlwaysNamesTheKindsOfUpdatesItWants) {
  EXPECT_EQ(polled({{"now_ms", 1}}, account()).at("allowed_updates"),
            json({"message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
                  "my_chat_member"}));
}

TEST(Poll, WaitsLongerThanTheServerHolds) {
  json patient = account();
  patient["config"]["poll_seconds"] = 50;
  const json planned = plan("poll", {{"now_ms", 1}}, patient);
  EXPECT_EQ(polled({{"now_ms", 1}}, patient).at("timeout"), 50);
  EXPECT_GE(planned.at("request").at("timeout_ms"), 60'000);
}

TEST(Poll, NamesOneQueuePerBotAndServerWithoutTheSecret) {
  const auto queue = [](const json& account) { return plan("poll", {{"now_ms", 1}}, account).at("queue"); };
  json same = account();
  same["auth_token"] = "123456:anotherSecret";
  json other = account();
  other["auth_token"] = "123457:anotherSecret";
  json elsewhere = account();
  elsewhere["api_url"] = "https://bots.example";
  EXPECT_EQ(queue(account()), queue(same));
  EXPECT_NE(queue(account()), queue(other));
  EXPECT_NE(queue(account()), queue(elsewhere));
  EXPECT_EQ(queue(account()).get<std::string>().find("canary"), std::string::npos);
}

TEST(Poll, PassesOverWhatItCannotReadAndAcknowledgesTheRest) {
  const json body{
      {"ok", true},
      {"result",
       {{{"update_id", 9}, {"poll", json::object()}}, 7, {{"update_id", "x"}}, {{"update_id", 8}}}}};
  const json told = verdict({.body = body.dump()}, "poll");
  EXPECT_EQ(told.at("kind"), "events");
  EXPECT_TRUE(told.at("events").empty());
  EXPECT_EQ(told.at("cursor"), "123456:10");
}

TEST(Poll, BacksOffFromAnotherPollerAndFromAWebhook) {
  for (const char* description : {"Conflict: terminated by other getUpdates request",
                                  "Conflict: can't use getUpdates method while webhook is active"}) {
    const json told = error_verdict(409, description, "poll");
    EXPECT_EQ(told.at("kind"), "retry");
    EXPECT_GE(told.at("after_ms"), 10'000);
  }
}

}  // namespace
}  // namespace herald::telegram::testing

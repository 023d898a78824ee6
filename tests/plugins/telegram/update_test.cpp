#include "plugins/providers/telegram/update.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace herald::telegram {
namespace {

using nlohmann::json;

json message() {
  return {
      {"message_id", 41}, {"chat", {{"id", -1009007199254740993}}}, {"date", 1760000123}, {"text", "Hello"}};
}

json event_of(json message, const char* kind = "message") {
  const auto events = events_of({{"update_id", 7}, {kind, std::move(message)}}, "99");
  return events && !events->empty() ? events->at(0) : json{};
}

TEST(Update, KeepsIdsBeyond53Bits) {
  EXPECT_EQ(event_of(message()).at("from"), "-1009007199254740993");
  EXPECT_EQ(event_of(message()).at("provider_id"), "-1009007199254740993:41");
}

TEST(Update, IsKeyedByBotAndUpdate) {
  EXPECT_EQ(event_of(message()).at("dedupe_key"), "99:7");
  EXPECT_EQ(event_of(message(), "edited_message").at("dedupe_key"), "99:7");
}

TEST(Update, IsNoneWithoutAWholeId) {
  for (const json& id : {json("7"), json(7.5), json(), json::array()})
    EXPECT_FALSE(events_of({{"update_id", id}, {"message", message()}}, "99")) << id;
  for (const json& whole : {json::array(), json(7), json("x"), json()}) EXPECT_FALSE(events_of(whole, "99"));
}

TEST(Update, SaysNothingOfAMessageWithoutChatOrId) {
  for (const char* member : {"chat", "message_id"}) {
    json broken = message();
    broken.erase(member);
    EXPECT_TRUE(event_of(broken).is_null()) << member;
  }
}

TEST(Update, LeavesOutATimeThatIsNone) {
  for (const json& date : {json(0), json(-5), json("now"), json(253'402'300'800)}) {
    json odd = message();
    odd["date"] = date;
    EXPECT_FALSE(event_of(odd).contains("occurred_at_ms")) << date;
  }
}

TEST(Update, ReadsMembersOfTheWrongKindAsAbsent) {
  json odd = message();
  odd.update(
      {{"from", 5}, {"reply_to_message", "x"}, {"photo", json::array()}, {"sticker", 1}, {"caption", {1}}});
  const json event = event_of(odd);
  EXPECT_EQ(event.at("text"), "Hello");
  EXPECT_TRUE(event.at("media").empty());
}

TEST(Update, TellsAMoveOnceFromEitherSide) {
  json old_side = message();
  old_side["migrate_to_chat_id"] = -1005;
  json new_side{{"message_id", 1}, {"chat", {{"id", -1005}}}, {"migrate_from_chat_id", -1009007199254740993}};
  EXPECT_EQ(event_of(old_side).at("dedupe_key"), event_of(new_side).at("dedupe_key"));
  EXPECT_EQ(event_of(new_side).at("to"), "-1005");
}

}  // namespace
}  // namespace herald::telegram

#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

test::Form sms(const std::string& text, const test::Form& more = {}) {
  test::Form out{{"msisdn", "447700900123"},
                 {"to", "447700900456"},
                 {"messageId", "0B0000001234ABCD"},
                 {"text", text},
                 {"type", "text"},
                 {"keyword", "YES"},
                 {"api-key", "a1b2c3d4"},
                 {"message-timestamp", "2024-05-17 10:20:30"}};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

TEST(InboundSms, IsToldOnce) {
  EXPECT_EQ(events_of(posted(sms("Yes \xE2\x82\xAC"))), json::array({{{"kind", "inbound"},
                                                                      {"provider_id", "0B0000001234ABCD"},
                                                                      {"from", "+447700900123"},
                                                                      {"to", "+447700900456"},
                                                                      {"type", "TEXT"},
                                                                      {"text", "Yes \xE2\x82\xAC"},
                                                                      {"media", json::array()},
                                                                      {"options", {{"keyword", "YES"}}},
                                                                      {"occurred_at_ms", 1'715'941'230'000},
                                                                      {"dedupe_key", "0B0000001234ABCD"}}}));
}

TEST(InboundSms, LeavesKeywordsToTheHost) {
  for (const char* word : {"stop", "Start", "YES"})
    EXPECT_EQ(events_of(posted(sms(word))).size(), 1U) << word;
}

TEST(InboundSms, OfAPartSaysWhichOne) {
  const json out = events_of(posted(
      sms("STOP", {{"concat", "true"}, {"concat-ref", "7"}, {"concat-total", "2"}, {"concat-part", "1"}})));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].at("options"),
            (json{{"keyword", "YES"}, {"concat_ref", "7"}, {"concat_total", "2"}, {"concat_part", "1"}}));
}

TEST(InboundSms, OfBytesHasThemAsOptions) {
  const json out = events_of(posted({{"msisdn", "447700900123"},
                                     {"to", "12345"},
                                     {"messageId", "0B01"},
                                     {"type", "binary"},
                                     {"data", "00ff"}}));
  EXPECT_EQ(out.at(0).at("options").at("data"), "00ff");
  EXPECT_EQ(out.at(0).at("to"), "12345") << "a short code has no plus";
  EXPECT_FALSE(out.at(0).contains("text"));
}

TEST(InboundSms, WithoutIdOrSenderIsNone) {
  EXPECT_EQ(judged(posted({{"msisdn", "447700900123"}})).at("events"), json::array());
  EXPECT_EQ(judged(posted({{"messageId", "0B01"}})).at("events"), json::array());
}

json message(const std::string& type, const json& more) {
  json out{{"channel", "whatsapp"},
           {"message_uuid", "u2"},
           {"to", "447700900456"},
           {"from", "447700900123"},
           {"timestamp", "2024-05-17T10:20:30Z"},
           {"message_type", type},
           {"profile", {{"name", "Ada"}}}};
  out.update(more);
  return out;
}

json event_of(const std::string& type, const json& more) {
  return events_of(stamped(message(type, more))).at(0);
}

TEST(InboundMessage, OfTextIsToldOnce) {
  EXPECT_EQ(event_of("text", {{"text", "Yes"}, {"context", {{"message_uuid", "u1"}}}}),
            (json{{"kind", "inbound"},
                  {"provider_id", "u2"},
                  {"from", "+447700900123"},
                  {"to", "+447700900456"},
                  {"type", "TEXT"},
                  {"text", "Yes"},
                  {"media", json::array()},
                  {"options", {{"profile_name", "Ada"}, {"in_reply_to", "u1"}}},
                  {"occurred_at_ms", 1'715'941'230'000},
                  {"dedupe_key", "u2"}}));
}

TEST(InboundMessage, OfAFileHasItsUrlAndCaption) {
  const std::vector<std::pair<const char*, const char*>> kinds{{"image", "IMAGE"}, {"audio", "AUDIO"},
                                                               {"video", "VIDEO"}, {"file", "FILE"},
                                                               {"vcard", "FILE"},  {"sticker", "IMAGE"}};
  for (const auto& [kind, type] : kinds) {
    const json event =
        event_of(kind, {{kind, {{"url", "https://api.nexmo.com/v3/media/1"}, {"caption", "A"}}}});
    EXPECT_EQ(event.at("type"), type) << kind;
    EXPECT_EQ(event.at("text"), "A");
    EXPECT_EQ(event.at("media"), json::array({{{"url", "https://api.nexmo.com/v3/media/1"}}}));
  }
}

TEST(InboundMessage, OfAPlaceHasItsCoordinates) {
  const json event =
      event_of("location", {{"location", {{"lat", 51.5}, {"long", -0.1}, {"name", "Office"}}}});
  EXPECT_EQ(event.at("type"), "LOCATION");
  EXPECT_EQ(event.at("options").at("latitude"), "51.5");
  EXPECT_EQ(event.at("options").at("longitude"), "-0.1");
  EXPECT_EQ(event.at("options").at("name"), "Office");
}

TEST(InboundMessage, OfAButtonHasItsWordsAndMeaning) {
  const json reply = event_of("reply", {{"reply", {{"id", "r1"}, {"title", "Yes please"}}}});
  EXPECT_EQ(reply.at("text"), "Yes please");
  EXPECT_EQ(reply.at("options").at("pressed"), "r1");
  const json button = event_of("button", {{"button", {{"payload", "p1"}, {"text", "No"}}}});
  EXPECT_EQ(button.at("text"), "No");
  EXPECT_EQ(button.at("options").at("pressed"), "p1");
}

TEST(InboundMessage, OfSeveralPartsHasAllOfThem) {
  const json event = event_of(
      "content", {{"content", json::array({{{"type", "text"}, {"text", "A"}},
                                           {{"type", "image"}, {"url", "https://m.example/1"}},
                                           {{"type", "video"}, {"video", {{"url", "https://m.example/2"}}}},
                                           {{"type", "text"}, {"text", "B"}},
                                           7})}});
  EXPECT_EQ(event.at("type"), "IMAGE");
  EXPECT_EQ(event.at("text"), "A\nB");
  EXPECT_EQ(event.at("media").size(), 2U);
}

TEST(InboundMessage, OfAnotherKindComesWithItsName) {
  EXPECT_EQ(event_of("unsupported", json::object()).at("options").at("message_type"), "unsupported");
  EXPECT_EQ(event_of("reaction", {{"reaction", {{"action", "react"}, {"emoji", "x"}}}})
                .at("options")
                .at("reaction"),
            (json{{"action", "react"}, {"emoji", "x"}}));
  EXPECT_EQ(event_of("order", {{"order", std::string(20'001, 'x')}}).at("options").contains("order"), false);
}

TEST(InboundMessage, OfTheOlderFormHasItsParties) {
  const json old{{"from", {{"type", "whatsapp"}, {"number", "447700900123"}}},
                 {"to", {{"type", "whatsapp"}, {"number", "447700900456"}}}};
  EXPECT_EQ(event_of("text", old).at("from"), "+447700900123");
}

TEST(InboundMessage, LeavesKeywordsToTheHost) {
  EXPECT_EQ(events_of(stamped(message("text", {{"text", " Stop "}}))).size(), 1U);
}

TEST(InboundMessage, SpeakingOfNothingWeKnowIsTakenAndLeft) {
  EXPECT_EQ(judged(stamped({{"message_uuid", "u1"}})).at("events"), json::array());
  EXPECT_EQ(judged(stamped({{"uuid", "call"}, {"status", "ringing"}})).at("events"), json::array());
}

}  // namespace
}  // namespace herald::vonage::testing

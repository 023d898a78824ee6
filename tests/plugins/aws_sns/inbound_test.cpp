#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

json told(const std::string& text) {
  return events_of(test::aws_sns_inbound_text("+447700900777", "+15005550006", "in-1", text));
}

TEST(Inbound, IsTheTextOfAPerson) {
  EXPECT_EQ(told("Yes please \xE2\x82\xAC"), json::array({{{"kind", "inbound"},
                                                           {"provider_id", "in-1"},
                                                           {"from", "+447700900777"},
                                                           {"to", "+15005550006"},
                                                           {"type", "TEXT"},
                                                           {"text", "Yes please \xE2\x82\xAC"},
                                                           {"media", json::array()},
                                                           {"options", {{"keyword", "keyword_123456789012"}}},
                                                           {"occurred_at_ms", 1'715'941'229'000},
                                                           {"dedupe_key", "in-1"}}}));
}

TEST(Inbound, NamesTheMessageThatItAnswers) {
  json payload = json::parse(test::aws_sns_inbound_text("+447700900777", "+15005550006", "in-1", "Yes"));
  payload["previousPublishedMessageId"] = "0f1e2d3c-1";
  EXPECT_EQ(events_of(payload.dump()).at(0).at("options").at("previous_message_id"), "0f1e2d3c-1");
}

TEST(Inbound, WithoutIdOrSenderSaysNothing) {
  for (const char* member : {"inboundMessageId", "originationNumber"}) {
    json payload = json::parse(test::aws_sns_inbound_text("+447700900777", "+15005550006", "in-1", "Yes"));
    payload.erase(member);
    EXPECT_EQ(events_of(payload.dump()), json::array()) << member;
  }
  EXPECT_FALSE(told("").at(0).contains("text"));
}

TEST(Inbound, LeavesKeywordsToTheHost) {
  for (const char* word : {"STOP", "START", "TD"}) EXPECT_EQ(told(word).size(), 1U) << word;
}

}  // namespace
}  // namespace herald::aws_sns::testing

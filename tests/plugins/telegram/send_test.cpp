#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

void expect_taken(const json& changes) {
  const json planned = plan("send", message_input(changes), account());
  EXPECT_TRUE(planned.contains("request")) << planned.dump();
}

void expect_rejected(const json& changes, std::string_view error_class, std::string_view code) {
  const json planned = plan("send", message_input(changes), account());
  ASSERT_TRUE(planned.contains("verdict")) << planned.dump().substr(0, 300);
  EXPECT_EQ(planned.at("verdict").at("kind"), "rejected");
  EXPECT_EQ(planned.at("verdict").at("class"), error_class);
  EXPECT_EQ(planned.at("verdict").at("code"), code);
  EXPECT_FALSE(planned.at("verdict").at("text").get<std::string>().empty());
}

json options(json value) { return {{"options", std::move(value)}}; }

json button(std::string_view data) {
  return options({{"reply_markup", {{"inline_keyboard", {{{{"text", "A"}, {"callback_data", data}}}}}}}});
}

TEST(Send, TakesTextOf4096Utf16UnitsAndRefusesOneMore) {
  expect_taken({{"text", repeated("é", 4096)}});
  expect_rejected({{"text", repeated("é", 4097)}}, "content_rejected", "text_too_long");
  expect_taken({{"text", repeated("😀", 2048)}});
  expect_rejected({{"text", repeated("😀", 2048) + "."}}, "content_rejected", "text_too_long");
}

TEST(Send, CountsOfHtmlWhatIsLeftOfIt) {
  json changes = options({{"parse_mode", "HTML"}});
  changes["text"] = "<b>" + repeated("x", 4095) + "</b>&amp;";
  expect_taken(changes);
  changes["text"] = "<b>" + repeated("x", 4096) + "</b>&amp;";
  expect_rejected(changes, "content_rejected", "text_too_long");
}

TEST(Send, TakesMarkupOf32768BytesAndRefusesOneMore) {
  json changes = options({{"parse_mode", "MarkdownV2"}});
  changes["text"] = repeated("*", 32'768);
  expect_taken(changes);
  changes["text"] = repeated("*", 32'769);
  expect_rejected(changes, "content_rejected", "text_too_long");
}

TEST(Send, RefusesNothingAndBlanks) {
  for (const char* text : {"", " \n\t "})
    expect_rejected({{"text", text}}, "content_rejected", "text_missing");
}

TEST(Send, TakesButtonDataOf64BytesAndRefusesOneMore) {
  expect_taken(button(repeated("é", 32)));
  expect_rejected(button(repeated("é", 32) + "x"), "content_rejected", "button_data");
}

TEST(Send, RefusesAButtonOfTwoActionsAndOfNone) {
  for (const json& one :
       {json{{"text", "A"}, {"url", "https://a.example"}, {"callback_data", "x"}}, json{{"text", "A"}}})
    expect_rejected(options({{"reply_markup", {{"inline_keyboard", {{one}}}}}}), "content_rejected",
                    "button");
}

TEST(Send, RefusesMarkupGivenTwice) {
  expect_rejected(options({{"parse_mode", "HTML"}, {"entities", json::array()}}), "content_rejected",
                  "markup_twice");
}

TEST(Send, WritesIdsAsNumbersAndNamesAsText) {
  EXPECT_EQ(parameters({{"to", "-1009007199254740993"}}).at("chat_id"), -1009007199254740993);
  EXPECT_EQ(parameters({{"to", "@herald_news"}}).at("chat_id"), "@herald_news");
}

TEST(Send, RefusesARecipientThatIsNeitherIdNorName) {
  for (const char* to : {"", "@abc", "+447700900123", "12 3", "@name/..", "99999999999999999999", "--1"})
    expect_rejected({{"to", to}}, "invalid_recipient", "recipient");
}

TEST(Send, RefusesOtherChannelsTypesFilesAndSenders) {
  expect_rejected({{"channel", "SMS"}}, "unsupported", "channel");
  expect_rejected({{"type", "CONTACT"}}, "unsupported", "message_type");
  expect_rejected({{"attachments", {{{"url", "https://m.example/a"}}}}}, "unsupported", "attachments");
  expect_rejected({{"from", "@other_bot"}}, "unsupported", "sender");
  expect_taken({{"from", "@shop_bot"}});
}

TEST(Send, CommitsAndOthersDoNot) {
  EXPECT_EQ(plan("send", message_input(), account()).at("request").at("commits"), true);
  for (const char* op : {"test_account", "poll"})
    EXPECT_EQ(plan(op, {{"now_ms", 1}}, account()).at("request").at("commits"), false) << op;
}

TEST(Send, ShowsItsTokenOnlyInThePathAndAsksToRedactIt) {
  for (const char* op : {"send", "test_account", "poll"}) {
    json planned = plan(op, message_input(), account());
    EXPECT_EQ(planned["request"]["url"].get<std::string>().find("https://api.telegram.org/bot" +
                                                                std::string(kToken)),
              0U);
    EXPECT_EQ(planned["request"]["redact"], json::array({kToken, kToken.substr(7), kSecret}));
    planned["request"].erase("url");
    planned["request"].erase("redact");
    EXPECT_EQ(planned.dump().find("canary"), std::string::npos) << op;
  }
}

TEST(Send, RefusesATokenThatCouldLeaveThePath) {
  for (const char* token : {"", "1:a/../b", "1", "1:", ":a", "0:a", "1:a?x", "1:a%2f"}) {
    json bad = account();
    bad["auth_token"] = token;
    const json verdict = plan("send", message_input(), bad).at("verdict");
    EXPECT_EQ(verdict.at("class"), "config") << token;
    EXPECT_EQ(verdict.at("code"), "account") << token;
  }
}

TEST(Send, AnswersAnOperationItDoesNotHave) {
  EXPECT_EQ(plan("originate", message_input(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::telegram::testing

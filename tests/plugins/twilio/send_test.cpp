#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

/// The input with members of its message replaced.
json with(json changes) {
  json input = message_input();
  input["message"].update(changes);
  return input;
}

void expect_rejected(const json& input, std::string_view error_class, std::string_view code) {
  const json verdict = plan("send", input, account()).at("verdict");
  EXPECT_EQ(verdict.at("kind"), "rejected");
  EXPECT_EQ(verdict.at("class"), error_class);
  EXPECT_EQ(verdict.at("code"), code);
  EXPECT_FALSE(verdict.at("text").get<std::string>().empty());
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

json attachments(int count) {
  json list = json::array();
  for (int i = 0; i < count; ++i) list.push_back({{"url", "https://m.example/" + std::to_string(i)}});
  return list;
}

TEST(Send, TakesTextOf1600CharactersAndRefusesOneMore) {
  EXPECT_TRUE(plan("send", with({{"text", repeated("é", 1600)}}), account()).contains("request"));
  expect_rejected(with({{"text", repeated("é", 1601)}}), "content_rejected", "text_too_long");
}

TEST(Send, TakesTenAttachmentsAndRefusesOneMore) {
  EXPECT_TRUE(plan("send", with({{"attachments", attachments(10)}}), account()).contains("request"));
  expect_rejected(with({{"attachments", attachments(11)}}), "content_rejected", "too_many_media");
}

TEST(Send, RefusesAnAttachmentThatTwilioCannotFetch) {
  expect_rejected(with({{"attachments", {{{"blob", "b1"}, {"name", "a.png"}}}}}), "unsupported", "media_url");
  expect_rejected(with({{"attachments", {{{"url", "ftp://m.example/a"}}}}}), "unsupported", "media_url");
}

TEST(Send, RefusesARecipientThatIsNotE164) {
  for (const char* to : {"447700900123", "+44 7700", "whatsapp:+447700900123", ""})
    expect_rejected(with({{"to", to}}), "invalid_recipient", "recipient");
}

TEST(Send, RefusesAMessageOfNothing) {
  json input = message_input();
  input["message"].erase("text");
  expect_rejected(input, "content_rejected", "text_missing");
}

TEST(Send, NeedsNoTextBesideAnAttachmentOrATemplate) {
  json input = message_input();
  input["message"].erase("text");
  input["message"]["attachments"] = attachments(1);
  EXPECT_EQ(planned_body(input, account()),
            "To=%2B447700900123&From=%2B15005550006&MediaUrl=https%3A%2F%2Fm.example%2F0");
  input["message"]["attachments"] = json::array();
  input["message"]["options"] = {{"content_sid", "HX00112233445566778899aabbccddeeff"}};
  EXPECT_EQ(planned_body(input, account()),
            "To=%2B447700900123&From=%2B15005550006&ContentSid=HX00112233445566778899aabbccddeeff");
}

TEST(Send, RefusesOtherChannelsAndTypes) {
  expect_rejected(with({{"channel", "VOICE"}}), "unsupported", "channel");
  expect_rejected(with({{"type", "LOCATION"}}), "unsupported", "message_type");
}

TEST(Send, SchedulesThroughAServiceFromFiveMinutesToFiveAndThirtyDaysAhead) {
  const std::string service = "MG00112233445566778899aabbccddeeff";
  const std::int64_t now = message_input().at("now_ms");
  const auto at = [&](std::int64_t ahead_ms) {
    return with({{"options", {{"send_at_ms", now + ahead_ms}, {"messaging_service_sid", service}}}});
  };
  EXPECT_TRUE(planned_body(at(300'001), account())
                  .ends_with("&Body=Hello&ScheduleType=fixed&SendAt=2024-11-23T10%3A21%3A40Z"));
  EXPECT_TRUE(plan("send", at(35LL * 86'400'000), account()).contains("request"));
  expect_rejected(at(300'000), "content_rejected", "send_at");
  expect_rejected(at(35LL * 86'400'000 + 1), "content_rejected", "send_at");
  expect_rejected(with({{"options", {{"send_at_ms", now + 400'000}}}}), "config", "send_at");
}

TEST(Send, RefusesASenderThatTwilioDoesNotHave) {
  expect_rejected(with({{"from", "NameIsTooLong"}}), "config", "sender");
  json nameless = account();
  nameless.erase("sender_id");
  const json verdict = plan("send", message_input(), nameless).at("verdict");
  EXPECT_EQ(verdict.at("class"), "config");
  EXPECT_EQ(verdict.at("code"), "sender_missing");
}

TEST(Send, RefusesAnAccountThatWouldLeadElsewhere) {
  json evil = account();
  evil["config"]["edge"] = "evil.example/";
  EXPECT_EQ(plan("send", message_input(), evil).at("verdict").at("class"), "config");
}

TEST(Send, PrefersTheSenderOfTheMessage) {
  EXPECT_EQ(planned_body(with({{"from", "Herald"}}), account()), "To=%2B447700900123&From=Herald&Body=Hello");
}

TEST(Send, NamesTheServiceOfTheOptionAloneUnlessTheMessageHasItsOwnSender) {
  const std::string service = "MG00112233445566778899aabbccddeeff";
  const json options{{"messaging_service_sid", service}};
  EXPECT_EQ(planned_body(with({{"options", options}}), account()),
            "To=%2B447700900123&MessagingServiceSid=" + service + "&Body=Hello");
  EXPECT_EQ(planned_body(with({{"options", options}, {"from", "12345"}}), account()),
            "To=%2B447700900123&From=12345&MessagingServiceSid=" + service + "&Body=Hello");
}

TEST(Send, PutsOurReferenceIntoTheCallbackOnce) {
  json input = message_input();
  const auto callback = [&](const char* url) {
    input["callback_url"] = url;
    const std::string body = planned_body(input, account());
    return body.substr(body.find("StatusCallback="));
  };
  EXPECT_EQ(callback("https://h.example/cb"), "StatusCallback=https%3A%2F%2Fh.example%2Fcb%3Fref%3Da1");
  EXPECT_EQ(callback("https://h.example/cb?x=1"),
            "StatusCallback=https%3A%2F%2Fh.example%2Fcb%3Fx%3D1%26ref%3Da1");
  EXPECT_EQ(callback("https://h.example/cb?ref=a1"),
            "StatusCallback=https%3A%2F%2Fh.example%2Fcb%3Fref%3Da1");
}

TEST(Send, CommitsAndTestDoesNot) {
  EXPECT_EQ(plan("send", message_input(), account()).at("request").at("commits"), true);
  EXPECT_EQ(plan("test_account", {{"now_ms", 1}}, account()).at("request").at("commits"), false);
}

TEST(Send, HidesItsSecretsOutsideTheAuthorization) {
  json secret = account();
  secret["auth_token"] = "canary-token";
  secret["api_key"] = "SK1";
  secret["api_secret"] = "canary-secret";
  secret["config"]["auth_tokens"] = {"canary-rotated"};
  for (const char* op : {"send", "test_account"}) {
    json request = plan(op, message_input(), secret).at("request");
    const std::string basic = request.at("headers").at(0).at(1).get<std::string>().substr(6);
    EXPECT_EQ(request.at("headers").at(0).at(0), "Authorization");
    EXPECT_EQ(request.at("redact"), json::array({basic}));
    request["headers"].erase(0);
    request.erase("redact");
    EXPECT_EQ(request.dump().find("canary"), std::string::npos);
    EXPECT_EQ(request.dump().find(basic), std::string::npos);
  }
}

TEST(Send, AnswersAnOperationItDoesNotHave) {
  EXPECT_EQ(plan("originate", message_input(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::twilio::testing

#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

const char* const kUrl = "https://h.example/wh";

/// The verdict on a genuine callback with these parameters, given in order of their names.
json told(const std::vector<std::pair<std::string, std::string>>& parameters, std::string url = kUrl) {
  std::string body;
  std::string data;
  for (const auto& [name, value] : parameters) {
    body += (body.empty() ? "" : "&") + name + "=";
    for (const char c : value) body += c == ' ' ? "+" : c == '+' ? "%2B" : std::string(1, c);
    data += name + value;
  }
  return judged(signed_form(std::move(url), body, data), account());
}

json status(const char* word) {
  return told({{"MessageSid", "SM1"}, {"MessageStatus", word}}).at("events").at(0);
}

TEST(StatusCallback, MovesTheAttemptByItsWord) {
  const std::pair<const char*, const char*> kStates[] = {
      {"queued", "SENT"},        {"accepted", "SENT"},
      {"scheduled", "SENT"},     {"sending", "SENT"},
      {"sent", "SENT"},          {"delivered", "DELIVERED"},
      {"read", "READ"},          {"partially_delivered", "DELIVERED"},
      {"undelivered", "FAILED"}, {"failed", "FAILED"},
      {"canceled", "FAILED"},    {"a_new_word", "SENT"}};
  for (const auto& [word, state] : kStates) {
    const json event = status(word);
    EXPECT_EQ(event.at("state"), state) << word;
    EXPECT_EQ(event.at("detail"), word);
    EXPECT_EQ(event.at("provider_id"), "SM1");
    EXPECT_EQ(event.at("dedupe_key"), std::string("SM1:") + word);
  }
}

TEST(StatusCallback, IsAnsweredWith204) {
  EXPECT_EQ(told({{"MessageSid", "SM1"}, {"MessageStatus", "sent"}}).at("reply"), json({{"status", 204}}));
}

TEST(StatusCallback, CarriesOurReferenceAndTheAccount) {
  const json event = told({{"AccountSid", "AC9"}, {"MessageSid", "SM1"}, {"MessageStatus", "sent"}},
                          "https://h.example/wh?acct=7&ref=0192-a")
                         .at("events")
                         .at(0);
  EXPECT_EQ(event.at("attempt_ref"), "0192-a");
  EXPECT_EQ(event.at("account_ref"), "AC9");
  EXPECT_FALSE(status("sent").contains("attempt_ref"));
}

TEST(StatusCallback, SaysWhyItFailed) {
  const json event = told({{"ErrorCode", "30005"},
                           {"ErrorMessage", "Unknown handset +447700900123"},
                           {"MessageSid", "SM1"},
                           {"MessageStatus", "undelivered"}})
                         .at("events")
                         .at(0);
  EXPECT_EQ(event.at("class"), "invalid_recipient");
  EXPECT_EQ(event.at("code"), "30005");
  EXPECT_EQ(event.at("text"), "Unknown handset [number]");
}

TEST(StatusCallback, OfAFailureWithoutCodeNamesTheWord) {
  EXPECT_EQ(status("undelivered").at("code"), "undelivered");
  EXPECT_EQ(status("undelivered").at("class"), "transient");
  EXPECT_EQ(status("canceled").at("code"), "canceled");
}

TEST(StatusCallback, OfSuccessHasNoClass) { EXPECT_FALSE(status("delivered").contains("class")); }

TEST(StatusCallback, WithAnOptOutCodeRecordsTheOptOut) {
  for (const char* code : {"21610", "63014", "63033"}) {
    const json events = told({{"ErrorCode", code},
                              {"MessageSid", "SM1"},
                              {"MessageStatus", "failed"},
                              {"To", "+447700900123"}})
                            .at("events");
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events.at(0).at("class"), "blocked");
    EXPECT_EQ(events.at(1),
              json({{"kind", "opt_out"}, {"address", "+447700900123"}, {"dedupe_key", "SM1:opt_out"}}));
  }
}

TEST(StatusCallback, WithEventTypeReadIsRead) {
  const json event =
      told({{"EventType", "READ"}, {"MessageSid", "SM1"}, {"MessageStatus", "delivered"}}).at("events").at(0);
  EXPECT_EQ(event.at("state"), "READ");
  EXPECT_EQ(event.at("dedupe_key"), "SM1:delivered:READ");
}

TEST(StatusCallback, WithOldNamesOnlyIsUnderstood) {
  const json event = told({{"SmsSid", "SM1"}, {"SmsStatus", "delivered"}}).at("events").at(0);
  EXPECT_EQ(event.at("state"), "DELIVERED");
  EXPECT_EQ(event.at("provider_id"), "SM1");
}

TEST(StatusCallback, WithoutMessageTellsNothing) {
  EXPECT_EQ(told({{"MessageStatus", "sent"}}).at("events"), json::array());
  EXPECT_EQ(told({{"CallSid", "CA1"}}).at("events"), json::array());
}

TEST(StatusCallback, HasADedupeKeyThatFits) {
  const json event =
      told({{"MessageSid", std::string(500, 'S')}, {"MessageStatus", "sent"}}).at("events").at(0);
  EXPECT_EQ(event.at("dedupe_key").get<std::string>().size(), 190U);
}

json inbound(std::vector<std::pair<std::string, std::string>> more) {
  std::vector<std::pair<std::string, std::string>> all{
      {"From", "+447700900123"}, {"MessageSid", "SM2"}, {"SmsStatus", "received"}, {"To", "+15005550006"}};
  all.insert(all.end(), more.begin(), more.end());
  std::sort(all.begin(), all.end());
  return told(all);
}

TEST(Inbound, IsToldAsItCame) {
  EXPECT_EQ(
      inbound({{"Body", " Hello  you "}, {"FromCountry", "GB"}, {"NumMedia", "0"}, {"NumSegments", "1"}})
          .at("events"),
      json::array({{{"kind", "inbound"},
                    {"provider_id", "SM2"},
                    {"from", "+447700900123"},
                    {"to", "+15005550006"},
                    {"type", "TEXT"},
                    {"text", " Hello  you "},
                    {"media", json::array()},
                    {"options", {{"from_country", "GB"}, {"segments", "1"}}},
                    {"dedupe_key", "SM2"}}}));
}

TEST(Inbound, IsAnsweredWithEmptyInstructions) {
  EXPECT_EQ(inbound({{"Body", "Hi"}}).at("reply"),
            json({{"status", 200}, {"content_type", "text/xml"}, {"body", "<Response/>"}}));
}

TEST(Inbound, CarriesItsMedia) {
  const json event = inbound({{"Body", ""},
                              {"MediaContentType0", "image/png"},
                              {"MediaUrl0", "https://m.example/0"},
                              {"MediaUrl1", "https://m.example/1"},
                              {"NumMedia", "2"}})
                         .at("events")
                         .at(0);
  EXPECT_EQ(event.at("media"), json({{{"url", "https://m.example/0"}, {"content_type", "image/png"}},
                                     {{"url", "https://m.example/1"}}}));
  EXPECT_EQ(event.at("type"), "IMAGE");
  EXPECT_FALSE(event.contains("text"));
}

TEST(Inbound, LeavesKeywordsToTheHost) {
  for (const char* word : {"STOP", "unstop", "YES", "Cancel"})
    EXPECT_EQ(inbound({{"Body", word}}).at("events").size(), 1U) << word;
}

TEST(Inbound, RecordsTheWishThatOptOutTypeStates) {
  EXPECT_EQ(inbound({{"Body", "arret"}, {"OptOutType", "STOP"}}).at("events").at(1),
            json({{"kind", "opt_out"},
                  {"address", "+447700900123"},
                  {"text", "arret"},
                  {"dedupe_key", "SM2:stop"}}));
  EXPECT_EQ(inbound({{"Body", "oui"}, {"OptOutType", "START"}}).at("events").at(1).at("kind"), "opt_in");
  EXPECT_EQ(inbound({{"Body", "STOP"}, {"OptOutType", "HELP"}}).at("events").size(), 1U);
}

TEST(Inbound, WithBytesThatAreNoUtf8StaysReadable) {
  const auto arrived =
      signed_form(kUrl, "Body=%FF&From=%2B1&MessageSid=SM2", std::string("Body\xFF") + "From+1MessageSidSM2");
  EXPECT_EQ(judged(arrived, account()).at("events").at(0).at("text"), "\xEF\xBF\xBD");
}

TEST(Webhook, ThatIsForgedTellsNothing) {
  Arrived arrived = signed_form(kUrl, "MessageSid=SM1&MessageStatus=sent", "");
  const json verdict = judged(arrived, account());
  EXPECT_EQ(verdict.at("kind"), "refused");
  EXPECT_FALSE(verdict.contains("events"));
  EXPECT_EQ(verdict.dump().find(kToken), std::string::npos);
}

}  // namespace
}  // namespace herald::twilio::testing

#include "host/inbound/events.hpp"

#include <gtest/gtest.h>

#include "host/json/document.hpp"

namespace herald::inbound {
namespace {

using domain::AttemptState;

const domain::ChannelId kChannel{"c1"};

Result<Reading> read(const std::string& json) { return read_webhook_reply({.json = json}, kChannel, "w1"); }
std::string events(const std::string& list) {
  return R"({"verdict":{"kind":"events","events":[)" + list + "]}}";
}
std::vector<domain::WebhookElement> elements(const std::string& list) {
  const auto reading = read(events(list));
  EXPECT_TRUE(reading) << reading.error().detail;
  return reading ? std::get<Genuine>(*reading).elements : std::vector<domain::WebhookElement>{};
}
/// A receipt with more members, which begin with a comma.
std::string receipt(const std::string& key, const std::string& more = {}) {
  return R"({"kind":"receipt","provider_id":"SM1","state":"DELIVERED","dedupe_key":")" + key + R"(")" + more +
         "}";
}
/// The one element of a list with this event in it.
domain::WebhookElement one(const std::string& event) {
  const auto list = elements(event);
  EXPECT_EQ(list.size(), 1U);
  return list.empty() ? domain::WebhookElement{} : list[0];
}
void expect_skipped(const domain::WebhookElement& element, const std::string& word) {
  EXPECT_FALSE(element.receipt);
  EXPECT_NE(element.skipped.find(word), std::string::npos) << element.skipped;
  EXPECT_LE(element.skipped.size(), 200U);
  EXPECT_FALSE(element.dedupe_key.empty());
}

TEST(EventsTest, AReceiptIsReadWhole) {
  const auto element =
      one(R"({"kind":"receipt","provider_id":"SM1","attempt_ref":"a1","state":"FAILED","class":"blocked",
    "code":"30003","text":"unreachable","detail":"undelivered","occurred_at_ms":1700000000000,"dedupe_key":"SM1:failed"})");
  EXPECT_EQ(element.dedupe_key, "SM1:failed");
  EXPECT_TRUE(element.skipped.empty());
  ASSERT_TRUE(element.receipt);
  const domain::Receipt& receipt = *element.receipt;
  EXPECT_EQ(receipt.channel, kChannel);
  EXPECT_EQ(receipt.provider_id, "SM1");
  EXPECT_EQ(receipt.attempt_ref, "a1");
  EXPECT_EQ(receipt.state, AttemptState::Failed);
  EXPECT_EQ(receipt.error_class, "blocked");
  EXPECT_EQ(receipt.error_code, "30003");
  EXPECT_EQ(receipt.error_text, "unreachable");
  EXPECT_EQ(receipt.detail, "undelivered");
  EXPECT_EQ(receipt.occurred_at, Instant{std::chrono::milliseconds{1'700'000'000'000}});
  EXPECT_TRUE(json::parse(element.event_json));
}

TEST(EventsTest, EachOfTheSevenStatesIsAReceipt) {
  for (const char* state : {"SENT", "DELIVERED", "READ", "FAILED", "BOUNCED", "EXPIRED", "UNKNOWN"})
    EXPECT_TRUE(
        one(std::string{R"({"kind":"receipt","provider_id":"p","dedupe_key":"k","state":")"} + state + "\"}")
            .receipt)
        << state;
}

TEST(EventsTest, AStateThatIsNotForReceiptsIsSkipped) {
  for (const char* state : {"INTENT", "NOT_SENT", "QUEUED", "delivered", ""})
    expect_skipped(
        one(std::string{R"({"kind":"receipt","provider_id":"p","dedupe_key":"k","state":")"} + state + "\"}"),
        "state");
}

TEST(EventsTest, OnePoisonedElementAmongFiftyLeavesTheOthersAsTheyAre) {
  const std::vector<std::string> poisons{
      "7",
      "null",
      "[]",
      R"("text")",
      "{}",
      R"({"kind":"receipt"})",
      R"({"kind":"receipt","dedupe_key":"p"})",
      R"({"kind":"receipt","dedupe_key":"p","state":"LOST","provider_id":"x"})",
      R"({"kind":"receipt","dedupe_key":"p","state":"SENT"})",
      R"({"kind":7,"dedupe_key":"p"})",
      R"({"kind":"receipt","dedupe_key":["p"],"state":"SENT","provider_id":"x"})",
      R"({"kind":"receipt","dedupe_key":"p","state":"SENT","provider_id":")" + std::string(256, 'x') + "\"}",
      R"({"kind":"receipt","dedupe_key":"p","state":"SENT","attempt_ref":")" + std::string(65, 'x') + "\"}",
      R"({"kind":"receipt","state":"SENT","provider_id":"x","dedupe_key":")" + std::string(191, 'x') + "\"}"};
  for (const std::string& poison : poisons) {
    std::string list;
    for (int i = 0; i < 50; ++i)
      list += (i > 0 ? "," : "") + (i == 25 ? poison : receipt("k" + std::to_string(i)));
    const auto all = elements(list);
    ASSERT_EQ(all.size(), 50U) << poison;
    for (std::size_t i = 0; i < 50; ++i)
      EXPECT_EQ(all[i].receipt.has_value(), i != 25) << poison << " at " << i;
    EXPECT_FALSE(all[25].skipped.empty());
    EXPECT_TRUE(json::parse(all[25].event_json)) << "what was skipped is kept";
  }
}

TEST(EventsTest, WithoutADedupeKeyAnElementIsKeptUnderOneOfOurOwn) {
  const auto all = elements(
      R"({"kind":"receipt","provider_id":"p","state":"SENT"},{"kind":"receipt","provider_id":"p","state":"READ"})");
  ASSERT_EQ(all.size(), 2U);
  for (const auto& element : all) expect_skipped(element, "dedupe_key");
  EXPECT_NE(all[0].dedupe_key, all[1].dedupe_key);
}

TEST(EventsTest, ADedupeKeyMayHave190BytesAndLosesBlanksAtItsEnd) {
  EXPECT_TRUE(one(receipt(std::string(190, 'k'))).receipt);
  EXPECT_FALSE(one(receipt(std::string(191, 'k'))).receipt);
  EXPECT_EQ(one(receipt("key  ")).dedupe_key, "key") << "MySQL could not tell the two apart";
  expect_skipped(one(receipt("   ")), "dedupe_key");
}

TEST(EventsTest, AnEventOfAnotherKindIsKeptAndSkipped) {
  for (const char* kind : {"inbound", "opt_out", "opt_in", "weather", ""})
    expect_skipped(one(std::string{R"({"dedupe_key":"k","kind":")"} + kind + "\"}"), "kind");
}

TEST(EventsTest, ALongKindIsCutBetweenCharacters) {
  const auto element = one(R"({"dedupe_key":"k","kind":")" + std::string(31, 'a') + "\u00e9\u00e9\u00e9\"}");
  expect_skipped(element, std::string(31, 'a') + "'");
}

TEST(EventsTest, LongTextsAreCutToWhatTheirColumnsHold) {
  const std::string x(2'000, 'x');
  const auto element = one(receipt(
      "k", R"(,"class":")" + x + R"(","code":")" + x + R"(","text":")" + x + R"(","detail":")" + x + "\""));
  ASSERT_TRUE(element.receipt);
  EXPECT_EQ(element.receipt->error_class.size(), 32U);
  EXPECT_EQ(element.receipt->error_code.size(), 64U);
  EXPECT_EQ(element.receipt->error_text.size(), 1'000U);
  EXPECT_LE(element.receipt->detail.size(), 255U);
}

TEST(EventsTest, ATextIsCutBetweenCharacters) {
  std::string text(999, 'x');
  text += "\u00e9";
  const auto element = one(receipt("k", R"(,"text":")" + text + "\""));
  ASSERT_TRUE(element.receipt);
  EXPECT_EQ(element.receipt->error_text, std::string(999, 'x'));
}

TEST(EventsTest, ATimeThatNoCalendarHoldsIsLeftOut) {
  for (const char* at :
       {"9223372036854775807", "-9223372036854775808", "253402300800000", "-1", "1.5", "\"now\""}) {
    const auto element = one(receipt("k", R"(,"occurred_at_ms":)" + std::string{at}));
    ASSERT_TRUE(element.receipt) << at;
    EXPECT_FALSE(element.receipt->occurred_at) << at;
  }
}

TEST(EventsTest, TheReplyIsThePluginsElse200) {
  const auto answer = [](const std::string& reply) {
    const auto reading = read(R"({"verdict":{"kind":"events","events":[])" + reply + "}}");
    return reading ? std::get<Genuine>(*reading).answer : Answer{.status = -1};
  };
  EXPECT_EQ(answer("").status, 200);
  const Answer own = answer(R"(,"reply":{"status":202,"content_type":"text/plain","body":"1234"})");
  EXPECT_EQ(own.status, 202);
  EXPECT_EQ(own.content_type, "text/plain");
  EXPECT_EQ(own.body, "1234");
  EXPECT_EQ(answer(R"(,"reply":{"status":99})").status, 200);
  EXPECT_EQ(answer(R"(,"reply":{"status":"OK"})").status, 200);
}

TEST(EventsTest, ARefusalIsNotAnError) {
  const auto reading = read(R"({"verdict":{"kind":"refused","code":"bad_signature","text":"no"}})");
  ASSERT_TRUE(reading);
  ASSERT_TRUE(std::holds_alternative<Refused>(*reading));
  EXPECT_EQ(std::get<Refused>(*reading).code, "bad_signature");
  EXPECT_EQ(std::get<Refused>(*reading).answer.status, 403);
}

TEST(EventsTest, AnAnswerThatCannotBeUnderstoodIsBadEvents) {
  for (const char* json : {"", "{", "[]", "null", "{}", R"({"verdict":null})", R"({"verdict":{}})",
                           R"({"verdict":{"kind":"accepted"}})", R"({"verdict":{"kind":"events"}})",
                           R"({"verdict":{"kind":"events","events":{"kind":"receipt"}}})",
                           R"({"request":{"method":"GET","url":"https://example.org/","commits":false}})"}) {
    const auto reading = read(json);
    ASSERT_FALSE(reading) << json;
    EXPECT_EQ(reading.error().code, Errc::Internal);
    EXPECT_EQ(reading.error().reason, "bad_events");
  }
}

TEST(EventsTest, TheInputCarriesTheRequestAsItCame) {
  const Callback callback{.method = "POST",
                          .target = "/hook?x=1",
                          .query = "x=1",
                          .headers = {{"X-Sig", "a"}, {"x-sig", "b\"c"}},
                          .body = "never in JSON",
                          .remote_ip = "203.0.113.7"};
  const auto input =
      json::parse(webhook_input(callback, "https://herald.example", Instant{std::chrono::milliseconds{5}}));
  ASSERT_TRUE(input);
  const auto request = input->member("request");
  ASSERT_TRUE(request);
  EXPECT_EQ(input->member("now_ms")->integer(), 5);
  EXPECT_EQ(request->member("url")->text(), "https://herald.example/hook?x=1");
  EXPECT_EQ(request->member("target")->text(), "/hook?x=1");
  EXPECT_EQ(request->member("query")->text(), "x=1");
  EXPECT_EQ(request->member("headers")->compact(), R"([["X-Sig","a"],["x-sig","b\"c"]])");
  EXPECT_EQ(input->compact().find("never"), std::string::npos);
  const auto plain = json::parse(webhook_input({.method = "GET", .target = "/hook"}, "", Instant{}));
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->member("request")->member("query"));
}

}  // namespace
}  // namespace herald::inbound

#include "host/inbound/events.hpp"

#include <gtest/gtest.h>

#include "host/json/document.hpp"

namespace herald::inbound {
namespace {

using domain::AttemptState;

const domain::ChannelId kChannel{"c1"};
constexpr Instant kNow{std::chrono::milliseconds{1'700'000'000'000}};

domain::Channel sms() {
  domain::Channel channel;
  channel.id = kChannel;
  channel.tenant = domain::TenantId{"t1"};
  channel.channel_type = "SMS";
  return channel;
}

/// Takes what begins with a plus.
Result<domain::AddressKey> spell(const domain::Channel&, std::string_view text) {
  if (text.starts_with('+')) return domain::AddressKey{.kind = "phone", .normalised = std::string{text}};
  return Error{.code = Errc::Invalid, .reason = "invalid_address", .detail = "expected a phone number"};
}

Result<Reading> read(const std::string& json, std::string_view key_prefix = {}) {
  static SystemRandom random;
  static const Spell spelling = spell;
  static const std::string webhook{"w1"};
  const domain::Channel channel = sms();
  return read_webhook_reply({.json = json}, {.channel = channel,
                                             .webhook = webhook,
                                             .now = kNow,
                                             .random = random,
                                             .spell = spelling,
                                             .key_prefix = key_prefix});
}
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
bool holds_nothing(const domain::WebhookElement& element) {
  return !element.receipt && !element.inbound && !element.consent;
}
void expect_skipped(const domain::WebhookElement& element, const std::string& word) {
  EXPECT_TRUE(holds_nothing(element));
  EXPECT_EQ(element.failed, "");
  EXPECT_NE(element.skipped.find(word), std::string::npos) << element.skipped;
  EXPECT_LE(element.skipped.size(), 200U);
  EXPECT_FALSE(element.dedupe_key.empty());
}
void expect_dead(const domain::WebhookElement& element, const std::string& word) {
  EXPECT_TRUE(holds_nothing(element));
  EXPECT_EQ(element.skipped, "");
  EXPECT_NE(element.failed.find(word), std::string::npos) << element.failed;
  EXPECT_LE(element.failed.size(), 200U);
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

TEST(EventsTest, AReceiptSaysWhatTheMessageTook) {
  const auto told = [](const std::string& more) {
    return *one(R"({"kind":"receipt","provider_id":"p","dedupe_key":"k","state":"SENT",)" + more + "}")
                .receipt;
  };
  const domain::Receipt both = told(R"("segments":255,"cost_micros":33300,"currency":"EUR")");
  EXPECT_EQ(both.segments, 255);
  EXPECT_EQ(both.cost, (domain::Cost{33'300, "EUR"}));
  EXPECT_EQ(told(R"("cost_micros":0,"currency":"EUR")").cost, (domain::Cost{0, "EUR"})) << "free of charge";
  for (const char* none :
       {R"("segments":256)", R"("segments":0)", R"("segments":-1)", R"("segments":"2")", R"("text":"")"})
    EXPECT_EQ(told(none).segments, 0) << none;
  for (const char* none :
       {R"("cost_micros":1)", R"("currency":"EUR")", R"("cost_micros":-1,"currency":"EUR")",
        R"("cost_micros":"1","currency":"EUR")", R"("cost_micros":1,"currency":"eur")",
        R"("cost_micros":1,"currency":"EURO")", R"("cost_micros":1000000000000001,"currency":"EUR")"})
    EXPECT_EQ(told(none).cost, std::nullopt) << none;
  EXPECT_TRUE(told(R"("cost_micros":1000000000000000,"currency":"EUR")").cost);
}

TEST(EventsTest, EachOfTheSevenStatesIsAReceipt) {
  for (const char* state : {"SENT", "DELIVERED", "READ", "FAILED", "BOUNCED", "EXPIRED", "UNKNOWN"})
    EXPECT_TRUE(
        one(std::string{R"({"kind":"receipt","provider_id":"p","dedupe_key":"k","state":")"} + state + "\"}")
            .receipt)
        << state;
}

TEST(EventsTest, AStateThatIsNotForReceiptsIsADeadLetter) {
  for (const char* state : {"INTENT", "NOT_SENT", "QUEUED", "delivered", ""})
    expect_dead(
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
    EXPECT_FALSE((all[25].skipped + all[25].failed).empty());
    EXPECT_TRUE(json::parse(all[25].event_json)) << "what was skipped is kept";
  }
}

TEST(EventsTest, WithoutADedupeKeyAnElementIsKeptUnderOneOfOurOwn) {
  const auto all = elements(
      R"({"kind":"receipt","provider_id":"p","state":"SENT"},{"kind":"receipt","provider_id":"p","state":"READ"})");
  ASSERT_EQ(all.size(), 2U);
  for (const auto& element : all) expect_dead(element, "dedupe_key");
  EXPECT_NE(all[0].dedupe_key, all[1].dedupe_key);
}

TEST(EventsTest, ADedupeKeyMayHave190BytesAndLosesBlanksAtItsEnd) {
  EXPECT_TRUE(one(receipt(std::string(190, 'k'))).receipt);
  EXPECT_FALSE(one(receipt(std::string(191, 'k'))).receipt);
  EXPECT_EQ(one(receipt("key  ")).dedupe_key, "key") << "MySQL could not tell the two apart";
  expect_dead(one(receipt("   ")), "dedupe_key");
}

TEST(EventsTest, EachElementHasAnIdOfItsOwn) {
  const auto all = elements(receipt("k1") + "," + receipt("k2") + ",7");
  ASSERT_EQ(all.size(), 3U);
  for (const auto& element : all) EXPECT_TRUE(is_uuid(element.id));
  EXPECT_NE(all[0].id, all[1].id);
}

TEST(EventsTest, WhereThePrefixIsKnownAnEventWithoutKeyGetsOneByItsPosition) {
  const auto reading =
      read(events(R"({"kind":"receipt","provider_id":"p","state":"SENT"},)" + receipt("own")), "body");
  ASSERT_TRUE(reading);
  const auto& all = std::get<Genuine>(*reading).elements;
  EXPECT_EQ(all[0].dedupe_key, "body:0");
  EXPECT_TRUE(all[0].receipt);
  EXPECT_EQ(all[1].dedupe_key, "own");
}

TEST(EventsTest, AnInboundTextIsReadWhole) {
  const auto element = one(
      R"({"kind":"inbound","provider_id":"SM2","from":"+447700900123","to":"+15005550006","type":"IMAGE",
    "text":"hi","media":[{"url":"https://e.example/a.png"}],"options":{"a":1},"occurred_at_ms":1600000000000,
    "dedupe_key":"SM2"})");
  ASSERT_TRUE(element.inbound) << element.failed;
  const domain::Message& message = element.inbound->message;
  EXPECT_EQ(message.tenant.text, "t1");
  EXPECT_EQ(message.channel, kChannel);
  EXPECT_EQ(message.direction, "INBOUND");
  EXPECT_EQ(message.status, domain::MessageStatus::Delivered);
  EXPECT_EQ(message.provider_id, "SM2");
  EXPECT_EQ(message.content.channel_type, "SMS");
  EXPECT_EQ(message.content.message_type, "IMAGE");
  EXPECT_EQ(message.content.body, "hi");
  EXPECT_EQ(message.content.from_address, "+447700900123");
  EXPECT_EQ(message.content.to_address, "+15005550006");
  ASSERT_EQ(element.inbound->media.size(), 1U);
  EXPECT_EQ(message.content.attachments_json, R"([{"media_id":")" + element.inbound->media[0].id.text +
                                                  R"(","url":"https://e.example/a.png"}])");
  EXPECT_EQ(message.content.options_json, R"({"a":1})");
  EXPECT_EQ(message.sent_at, Instant{std::chrono::milliseconds{1'600'000'000'000}});
  EXPECT_EQ(element.inbound->address.kind, "phone");
  for (const std::string& id :
       {message.id.text, message.contact.text, message.conversation.text, element.inbound->new_address_id})
    EXPECT_TRUE(is_uuid(id));
  EXPECT_EQ(message.shard, domain::shard_of(message.id.text));
}

TEST(EventsTest, AnInboundThatBreaksTheContractOrHasNoSenderIsADeadLetter) {
  const auto inbound = [](const std::string& members) {
    return one(R"({"kind":"inbound","dedupe_key":"k",)" + members + "}");
  };
  expect_dead(inbound(R"("from":"Amazon","type":"TEXT")"), "expected a phone number");
  expect_dead(inbound(R"("type":"TEXT")"), "sender");
  expect_dead(inbound(R"("from":"+1","type":"SONG")"), "type");
  expect_dead(inbound(R"("from":"+1")"), "type");
  expect_dead(inbound(R"("from":"+1","type":"TEXT","media":{})"), "media");
  expect_dead(inbound(R"("from":"+1","type":"TEXT","options":[])"), "options");
  expect_dead(inbound(R"("from":"+1","type":"TEXT","provider_id":")" + std::string(256, 'x') + "\""),
              "provider_id");
  EXPECT_TRUE(inbound(R"("from":"+1","type":"TEXT")").inbound) << "the rest is optional";
}

TEST(EventsTest, OptOutAndOptInBecomeChangesOfConsentWithTheWordsAsEvidence) {
  const auto out = one(
      R"({"kind":"opt_out","address":"+447700900123","text":"STOP","occurred_at_ms":1600000000000,"dedupe_key":"k"})");
  ASSERT_TRUE(out.consent) << out.failed;
  EXPECT_EQ(out.consent->kind, domain::ConsentChange::Kind::OptOut);
  EXPECT_EQ(out.consent->address.normalised, "+447700900123");
  EXPECT_EQ(out.consent->evidence_json, R"({"webhook":"w1","text":"STOP"})");
  EXPECT_EQ(out.consent->at, Instant{std::chrono::milliseconds{1'600'000'000'000}});
  EXPECT_TRUE(is_uuid(out.consent->new_suppression_id));
  const auto in = one(R"({"kind":"opt_in","address":"+1","dedupe_key":"k","occurred_at_ms":1800000000000})");
  ASSERT_TRUE(in.consent);
  EXPECT_EQ(in.consent->kind, domain::ConsentChange::Kind::OptIn);
  EXPECT_EQ(in.consent->at, kNow) << "nobody decides in the future";
  expect_dead(one(R"({"kind":"opt_out","address":"STOP","dedupe_key":"k"})"), "address");
}

TEST(EventsTest, AnEventOfAnotherKindIsKeptAndSkipped) {
  for (const char* kind : {"weather", "Inbound", ""})
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

TEST(EventsTest, AnEventOnceIsTheSealOfItsCallback) {
  const auto element = one(R"({"kind":"once","dedupe_key":"token:1"})");
  EXPECT_EQ(element.role, domain::WebhookElement::Role::Seal);
  EXPECT_EQ(element.dedupe_key, "token:1");
  EXPECT_FALSE(element.skipped.empty());
  EXPECT_TRUE(element.failed.empty());
  EXPECT_EQ(one(receipt("k", "")).role, domain::WebhookElement::Role::Fact);
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

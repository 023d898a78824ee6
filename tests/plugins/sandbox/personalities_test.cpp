#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sdk/tools/sandbox/personality.hpp"
#include "tests/plugins/sandbox/callback_receiver.hpp"
#include "tests/plugins/sandbox/far_side.hpp"

namespace herald::sandbox {
namespace {

using nlohmann::json;

std::vector<std::string> statuses(const std::vector<SeenEvent>& events) {
  std::vector<std::string> out;
  for (const SeenEvent& one : events) out.push_back(one.status);
  return out;
}

using Words = std::vector<std::string>;

class Personalities : public ::testing::Test {
 protected:
  /// A request for that personality, called back to receiver_.
  [[nodiscard]] std::string request(const std::string& number, const std::string& client_ref = "a-1",
                                    const std::string& message_ref = "m-1") const {
    return bytes_of({.to = "+150055501" + number,
                     .client_ref = client_ref,
                     .message_ref = message_ref,
                     .callback_url = receiver_.url()});
  }
  [[nodiscard]] json last_log() const { return json::parse(far_side_.log().back()); }

  FarSide far_side_;
  CallbackReceiver receiver_;
  RawClient client_{far_side_.port()};
};

TEST_F(Personalities, DeliveredAnswers201AndSendsTwoReceipts) {
  const Answer answer = client_.exchange(request("00"));
  EXPECT_EQ(answer.status, 201);
  const auto body = json::parse(answer.body);
  EXPECT_EQ(body.at("status"), "queued");
  const auto events = receiver_.events(2);
  EXPECT_EQ(statuses(events), (Words{"sent", "delivered"}));
  for (const auto& one : events) {
    EXPECT_EQ(one.message_id, body.at("id"));
    EXPECT_EQ(one.client_ref, "a-1");
  }
  EXPECT_NE(events[0].event_id, events[1].event_id);
  EXPECT_EQ(last_log().at("outcome"), "delivered");
  EXPECT_EQ(last_log().at("id"), body.at("id"));
}

TEST_F(Personalities, AnyOtherRecipientIsDelivered) {
  for (const char* to : {"ada@example.com", "+447700900123", "+15005550199", "+1500555010x"}) {
    EXPECT_EQ(client_.exchange(bytes_of({.to = to})).status, 201);
    EXPECT_EQ(last_log().at("personality"), "delivered");
  }
}

TEST_F(Personalities, SlowAnswersAfterTwoSecondsYetIsLoggedAtOnce) {
  const auto start = std::chrono::steady_clock::now();
  client_.send(request("01"));
  RawClient other{far_side_.port()};
  EXPECT_EQ(other.exchange(bytes_of({.client_ref = "a-2"})).status, 201);
  EXPECT_EQ(json::parse(far_side_.log().front()).at("personality"), "slow");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds{1900});
  EXPECT_EQ(client_.read().status, 201);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds{1990});
  EXPECT_EQ(statuses(receiver_.events(2)), (Words{"sent", "delivered"}));
}

TEST_F(Personalities, LimitedOnceRefusesTheFirstRequestOfEachMessage) {
  const Answer first = client_.exchange(request("02", "a-1"));
  EXPECT_EQ(first.status, 429);
  EXPECT_NE(first.head.find("Retry-After: 1\r\n"), std::string::npos);
  EXPECT_EQ(last_log().at("outcome"), "not_delivered");
  EXPECT_EQ(client_.exchange(request("02", "a-2")).status, 201);
  EXPECT_EQ(client_.exchange(request("02", "a-3", "m-2")).status, 429);
}

TEST_F(Personalities, BrokenTwiceThenDelivers) {
  EXPECT_EQ(client_.exchange(request("03", "a-1")).status, 500);
  EXPECT_EQ(client_.exchange(request("03", "a-2")).status, 500);
  EXPECT_EQ(client_.exchange(request("03", "a-3")).status, 201);
  EXPECT_EQ(receiver_.events(2).front().client_ref, "a-3");
}

TEST_F(Personalities, ClosedReadsOneRequestOfAReusedConnectionAndDeliversNothing) {
  EXPECT_EQ(client_.exchange(bytes_of({})).status, 201);
  EXPECT_EQ(client_.exchange(request("04")).status, 0);
  ASSERT_EQ(far_side_.log().size(), 2U);
  EXPECT_EQ(last_log().at("outcome"), "not_delivered");
  EXPECT_EQ(last_log().at("answer"), 0);
}

TEST_F(Personalities, SilentDeliversWithReceiptsButNeverAnswers) {
  client_.send(request("05", "a-5"));
  const auto events = receiver_.events(2);
  EXPECT_EQ(statuses(events), (Words{"sent", "delivered"}));
  EXPECT_EQ(events.front().client_ref, "a-5");
  EXPECT_TRUE(client_.quiet());
  EXPECT_EQ(last_log().at("outcome"), "delivered");
}

TEST_F(Personalities, BouncedIsAcceptedThenBounces) {
  EXPECT_EQ(client_.exchange(request("06")).status, 201);
  const auto events = receiver_.events(1);
  EXPECT_EQ(events.front().status, "bounced");
  EXPECT_EQ(events.front().code, "invalid_recipient");
  EXPECT_EQ(last_log().at("outcome"), "bounced");
}

TEST_F(Personalities, ShuffledSendsReceiptsOutOfOrderOneByOneAndOneOfThemTwice) {
  EXPECT_EQ(client_.exchange(request("07")).status, 201);
  std::vector<SeenEvent> events;
  for (int i = 0; i < 4; ++i) {
    const auto seen = receiver_.next();
    ASSERT_EQ(seen.events.size(), 1U);
    events.push_back(seen.events.front());
  }
  EXPECT_EQ(statuses(events), (Words{"read", "delivered", "sent", "delivered"}));
  EXPECT_EQ(events[1], events[3]);
}

TEST_F(Personalities, InvalidRecipientIsRejectedForEver) {
  for (const char* attempt : {"a-1", "a-2"}) {
    const Answer answer = client_.exchange(request("08", attempt));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(json::parse(answer.body).at("error").at("code"), "invalid_recipient");
  }
}

TEST_F(Personalities, UnauthorizedAnswers401ToTheRightToken) {
  EXPECT_EQ(client_.exchange(request("09")).status, 401);
}

TEST_F(Personalities, NoReceiptsMeansNone) {
  EXPECT_EQ(client_.exchange(request("10", "a-10")).status, 201);
  EXPECT_EQ(client_.exchange(request("00", "a-0")).status, 201);
  for (const auto& one : receiver_.events(2)) EXPECT_EQ(one.client_ref, "a-0");
}

TEST_F(Personalities, GarbledDeliversButAnswersNoJson) {
  const Answer answer = client_.exchange(request("11"));
  EXPECT_EQ(answer.status, 201);
  EXPECT_FALSE(json::accept(answer.body));
  EXPECT_EQ(statuses(receiver_.events(2)), (Words{"sent", "delivered"}));
}

TEST_F(Personalities, LimitedRefusesForEverWithADate) {
  for (const char* attempt : {"a-1", "a-2", "a-3"}) {
    const Answer answer = client_.exchange(request("12", attempt));
    EXPECT_EQ(answer.status, 429);
    const auto at = answer.head.find("Retry-After: ");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(answer.head.substr(at + 13 + 25, 6), " GMT\r\n");
  }
}

TEST(PersonalityTable, NumbersAreTheRows) {
  int expected = 0;
  for (const Personality& one : personalities()) EXPECT_EQ(one.number, expected++);
  EXPECT_EQ(expected, 13);
  EXPECT_EQ(personality_of("+15005550107").name, "shuffled");
}

}  // namespace
}  // namespace herald::sandbox

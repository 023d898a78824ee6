#include "host/inbound/price_fetcher.hpp"

#include <gtest/gtest.h>

#include "tests/unit/inbound/price_world.hpp"

namespace herald::inbound {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class PriceFetcherTest : public testing::Test, protected PriceWorld {
 protected:
  double counted(const std::string& result) {
    return metrics.counter("herald_prices_total", "", {{"result", result}}).value();
  }
};

TEST_F(PriceFetcherTest, StoresWhatThePluginWasTold) {
  sent("a1");
  tells_price_of("a1");
  turn();
  ASSERT_EQ(ledger.webhooks.size(), 1U);
  const domain::Webhook& stored = ledger.webhooks[0];
  EXPECT_EQ(stored.tenant.text, "t1");
  EXPECT_EQ(stored.channel.text, "c1");
  EXPECT_EQ(stored.body, "") << "the answer may hold the message's text";
  ASSERT_EQ(stored.elements.size(), 1U);
  EXPECT_EQ(stored.elements[0].receipt->attempt_ref, "a1");
  EXPECT_EQ(stored.elements[0].receipt->cost, (domain::Cost{7500, "USD"}));
  EXPECT_TRUE(book.rows.empty());
  EXPECT_TRUE(book.given_up.empty());
  EXPECT_EQ(carrier.requests.size(), 1U);
}

TEST_F(PriceFetcherTest, AsksLikeALookUp) {
  sent("a1");
  tells_price_of("a1");
  turn();
  ASSERT_EQ(plugin.steps.size(), 2U);
  EXPECT_EQ(plugin.steps[0].op, "price");
  EXPECT_EQ(plugin.steps[0].tenant.text, "t1");
  for (const char* member :
       {R"("provider_id":"p-a1")", R"("attempt_ref":"a1")", R"("attempted_ms":)", R"("to":"+447700900123")"})
    EXPECT_NE(plugin.steps[0].input.find(member), std::string::npos) << plugin.steps[0].input;
}

TEST_F(PriceFetcherTest, AsksNothingThatIsNotDue) {
  sent("a1");
  book.rows["a1"].due = clock.now() + milliseconds{1};
  turn();
  EXPECT_TRUE(carrier.requests.empty());
  pass(config.look_every);
  EXPECT_EQ(carrier.requests.size(), 1U);
}

TEST_F(PriceFetcherTest, AsksThreeTimesAndGivesUp) {
  sent("a1");
  turn();
  EXPECT_EQ(due_in("a1"), hours{2} - seconds{900});
  pass(due_in("a1"));
  EXPECT_EQ(carrier.requests.size(), 2U);
  EXPECT_EQ(due_in("a1"), hours{22});
  pass(due_in("a1"));
  EXPECT_EQ(carrier.requests.size(), 3U);
  EXPECT_EQ(book.given_up, std::vector<std::string>{"a1"});
  EXPECT_EQ(counted("not_yet"), 2);
  EXPECT_EQ(counted("given_up"), 1);
  EXPECT_TRUE(ledger.webhooks.empty());
}

TEST_F(PriceFetcherTest, LeavesTheProviderItsTimeBetweenTwoTries) {
  accounts.account.traits.price_after = hours{24};
  sent("a1", "c1", hours{24});
  turn();
  EXPECT_EQ(due_in("a1"), hours{24});
}

TEST_F(PriceFetcherTest, TakesAPriceThatComesWithTheLastTry) {
  sent("a1");
  turn();
  pass(due_in("a1"));
  tells_price_of("a1");
  pass(due_in("a1"));
  EXPECT_EQ(ledger.webhooks.size(), 1U);
  EXPECT_TRUE(book.given_up.empty());
}

TEST_F(PriceFetcherTest, WhatIsRefusedForGoodIsGivenUp) {
  sent("a1");
  plugin.verdict = R"({"verdict":{"kind":"rejected","class":"content_rejected","code":"gone","text":"t"}})";
  turn();
  EXPECT_EQ(book.given_up, std::vector<std::string>{"a1"});
  EXPECT_EQ(carrier.requests.size(), 1U);
}

TEST_F(PriceFetcherTest, AFailureUsesUpNoTryAndWaitsLongerEachTime) {
  plugin.verdict = R"({"verdict":{"kind":"retry","code":"http_503","text":"t"}})";
  sent("a1");
  turn();
  EXPECT_EQ(due_in("a1"), minutes{1});
  pass(due_in("a1"));
  EXPECT_EQ(due_in("a1"), minutes{2});
  EXPECT_EQ(book.rows.at("a1").question.tries, 0);
  for (int i = 0; i < 10; ++i) pass(due_in("a1"));
  EXPECT_EQ(due_in("a1"), hours{1});
  plugin.verdict = R"({"verdict":{"kind":"events","events":[]}})";
  pass(due_in("a1"));
  EXPECT_EQ(book.rows.at("a1").question.tries, 1);
  EXPECT_EQ(book.rows.at("a1").question.failures, 0) << "it answers again";
}

TEST_F(PriceFetcherTest, FailuresEndAWeekAfterItWasSent) {
  carrier.answer = {.reached = domain::Reached::NotStarted, .failure = "connect"};
  sent("a1", "c1", hours{24 * 7} - minutes{2});
  turn();
  EXPECT_TRUE(book.given_up.empty());
  pass(minutes{1});
  EXPECT_TRUE(book.given_up.empty());
  pass(minutes{2});
  EXPECT_EQ(book.given_up, std::vector<std::string>{"a1"});
}

TEST_F(PriceFetcherTest, TheProvidersWishToWaitHoldsItsChannelAndNoOther) {
  plugin.verdict =
      R"({"verdict":{"kind":"rate_limited","code":"20429","scope":"account","text":"t","after_ms":600000}})";
  sent("a1");
  turn();
  EXPECT_EQ(due_in("a1"), minutes{10});
  tells_price_of("b1");
  sent("a2");
  sent("b1", "c2");
  pass(minutes{9});
  EXPECT_EQ(carrier.requests.size(), 2U) << "of the channel that may be asked";
  EXPECT_FALSE(book.rows.contains("b1"));
  EXPECT_TRUE(book.rows.contains("a2"));
  tells_price_of("a2");
  pass(minutes{1});
  EXPECT_FALSE(book.rows.contains("a2"));
}

TEST_F(PriceFetcherTest, CredentialsThatAreRefusedAreAskedAgainWithLessAndLessHaste) {
  plugin.verdict = R"({"verdict":{"kind":"auth_failed","code":"20003","text":"t"}})";
  for (int i = 0; i < 40; ++i) sent("a" + std::to_string(i));
  turn();
  EXPECT_LE(carrier.requests.size(), config.in_flight_of_channel);
  const std::size_t before = carrier.requests.size();
  for (int i = 0; i < 60; ++i) pass(seconds{1});
  EXPECT_LE(carrier.requests.size(), before + 6 * config.in_flight_of_channel);
  EXPECT_EQ(book.rows.size(), 40U) << "none is lost";
}

TEST_F(PriceFetcherTest, AsksOnlySoManyAtATime) {
  for (int i = 0; i < 30; ++i) sent("a" + std::to_string(i));
  for (int channel = 0; channel < 20; ++channel)
    for (int i = 0; i < 10; ++i)
      sent("b" + std::to_string(channel) + "-" + std::to_string(i), "d" + std::to_string(channel));
  carrier.holds = true;
  turn();
  EXPECT_EQ(carrier.requests.size(), config.in_flight);
  const auto of_first = std::ranges::count_if(plugin.steps, [](const domain::ProviderStep& step) {
    return step.input.find("m-a") != std::string::npos;
  });
  EXPECT_EQ(of_first, static_cast<std::ptrdiff_t>(config.in_flight_of_channel));
}

TEST_F(PriceFetcherTest, GetsToEveryChannelHoweverMuchTheFirstOnesHave) {
  for (int channel = 0; channel < 20; ++channel)
    for (int i = 0; i < 10; ++i)
      sent("b" + std::to_string(channel) + "-" + std::to_string(i), "d" + std::to_string(channel));
  for (int rounds = 0; rounds < 12; ++rounds) pass(config.look_every);
  for (const auto& [id, row] : book.rows) EXPECT_EQ(row.question.tries, 1) << id;
}

TEST_F(PriceFetcherTest, GoesOnAtOnceWhereMoreIsDue) {
  for (int i = 0; i < 30; ++i) sent("a" + std::to_string(i));
  for (int steps = 0; steps < 60; ++steps) fetcher.step(clock.tick());
  EXPECT_EQ(carrier.requests.size(), 30U) << "without waiting for the next look";
}

TEST_F(PriceFetcherTest, AnAnswerAboutSomethingElseIsNone) {
  const char* odd[] = {
      R"("provider_id":"p-a2","state":"SENT","cost_micros":7500,"currency":"USD")",
      R"("provider_id":"p-a1","state":"SENT")",
      R"("provider_id":"p-a1","attempt_ref":"a2","state":"SENT","cost_micros":7500,"currency":"USD")",
      R"("provider_id":"p-a1","state":"HERALD","cost_micros":7500,"currency":"USD")",
      R"("provider_id":"p-a1","state":"SENT","cost_micros":-1,"currency":"USD")"};
  for (const char* members : odd) {
    book.rows.clear();
    sent("a1");
    tells(members);
    pass(hours{1});
    EXPECT_TRUE(ledger.webhooks.empty()) << members;
    EXPECT_EQ(book.rows.at("a1").question.failures, 1) << members;
  }
}

TEST_F(PriceFetcherTest, OtherEventsAreNotLetIn) {
  sent("a1");
  plugin.verdict =
      R"({"verdict":{"kind":"events","events":[{"kind":"opt_out","address":"+447700900123","dedupe_key":"k"}]}})";
  turn();
  EXPECT_TRUE(ledger.webhooks.empty());
  EXPECT_EQ(book.rows.at("a1").question.failures, 1);
}

TEST_F(PriceFetcherTest, WhatWasToldBeforeIsNotAskedAgainForEver) {
  sent("a1");
  tells_price_of("a1");
  ledger.answer = domain::WebhookApplied{.duplicates = 1};
  turn();
  EXPECT_EQ(book.given_up, std::vector<std::string>{"a1"});
}

TEST_F(PriceFetcherTest, ADatabaseThatIsAwayIsAReasonToComeAgain) {
  sent("a1");
  tells_price_of("a1");
  ledger.answer = Error{.code = Errc::Unavailable, .reason = "database_away"};
  turn();
  EXPECT_EQ(book.rows.at("a1").question.failures, 1);
  ledger.answer = domain::WebhookApplied{.applied = 1};
  pass(due_in("a1"));
  EXPECT_TRUE(book.rows.empty());
}

TEST_F(PriceFetcherTest, ARequestThatCommitsIsNotMade) {
  sent("a1");
  plugin.planned = R"({"request":{"method":"POST","url":"https://x.example/","commits":true}})";
  turn();
  EXPECT_TRUE(carrier.requests.empty());
  EXPECT_EQ(book.rows.at("a1").question.failures, 1);
}

TEST_F(PriceFetcherTest, AnEndlessExchangeEnds) {
  sent("a1");
  plugin.verdict = R"({"continue":{"state":{"at":"next"}}})";
  for (int i = 0; i < 4; ++i) turn();
  EXPECT_EQ(carrier.requests.size(), 4U);
  EXPECT_EQ(plugin.steps[2].state, R"({"at":"next"})");
  EXPECT_EQ(book.rows.at("a1").question.failures, 1);
}

TEST_F(PriceFetcherTest, WaitsForAPluginThatIsAway) {
  accounts.account.provider = nullptr;
  sent("a1");
  turn();
  EXPECT_EQ(book.rows.at("a1").question.failures, 1);
  accounts.account.provider = &plugin;
  tells_price_of("a1");
  pass(due_in("a1"));
  EXPECT_TRUE(book.rows.empty());
}

TEST_F(PriceFetcherTest, NothingIsAskedOfAChannelThatIsGone) {
  accounts.refusal = Error{.code = Errc::NotFound, .reason = "unknown_channel"};
  sent("a1");
  turn();
  EXPECT_EQ(book.given_up, std::vector<std::string>{"a1"});
}

TEST_F(PriceFetcherTest, WaitsForAnAccountThatCannotBeOpenedNow) {
  accounts.refusal = Error{.code = Errc::Internal, .reason = "secret_unreadable"};
  sent("a1");
  turn();
  EXPECT_EQ(book.rows.at("a1").question.failures, 1);
  accounts.refusal.reset();
  tells_price_of("a1");
  pass(due_in("a1"));
  EXPECT_TRUE(book.rows.empty());
}

TEST_F(PriceFetcherTest, AProviderThatTellsNoPricesAnyMoreIsNotAsked) {
  accounts.account.traits.price_after.reset();
  sent("a1");
  turn();
  EXPECT_TRUE(carrier.requests.empty());
  EXPECT_EQ(book.given_up, std::vector<std::string>{"a1"});
}

TEST_F(PriceFetcherTest, OfARepetitionUnderOneKeyTheFirstReferenceIsTold) {
  accounts.account.traits.idempotency_key = true;
  sent("a2");
  book.rows["a2"].question.attempt.repeats = domain::AttemptId{"a1"};
  tells_price_of("a2");
  turn();
  EXPECT_NE(plugin.steps.at(0).input.find(R"("attempt_ref":"a1")"), std::string::npos)
      << plugin.steps[0].input;
  EXPECT_EQ(ledger.webhooks.at(0).elements.at(0).receipt->attempt_ref, "a2");
}

}  // namespace
}  // namespace herald::inbound

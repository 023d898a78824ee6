#include <set>

#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

using domain::Certainty;
using domain::MessageStatus;
using domain::Reached;
using std::chrono::seconds;

const Error kAway{.code = Errc::Unavailable, .reason = "database_away"};

class DispatcherTroubleTest : public DispatcherBench {
 protected:
  void accepted(const std::string& id) {
    start(id);
    plan(kRequest);
    carry(http(201));
    respond(kAccepted);
  }
};

TEST_F(DispatcherTroubleTest, APluginThatFailsBeforeAnyRequestThatCommitsIsTriedAgain) {
  start("m1");
  answer_call(provider.plans, Error{.code = Errc::Timeout, .reason = "plugin_timeout", .detail = "too slow"});
  const auto settlement = settle(MessageStatus::Queued);
  EXPECT_EQ(settlement.outcome.certainty, Certainty::NotSent);
  EXPECT_EQ(settlement.outcome.error_code, "plugin_timeout");
  EXPECT_TRUE(settlement.retry_at);
}

TEST_F(DispatcherTroubleTest, APluginThatFailsAfterARequestThatDoesNotCommitIsTriedAgain) {
  start("m1");
  plan(kLookUp);
  carry(http(200));
  answer_call(provider.responses, Error{.code = Errc::Internal, .reason = "plugin_failed"});
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
}

TEST_F(DispatcherTroubleTest, APluginThatFailsAfterARequestThatCommitsLeavesItUnknown) {
  start("m1");
  plan(kRequest);
  carry(http(200));
  answer_call(provider.responses, Error{.code = Errc::Internal, .reason = "plugin_failed"});
  const auto settlement = settle(MessageStatus::Unknown);
  EXPECT_EQ(settlement.outcome.certainty, Certainty::Unknown);
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherTroubleTest, AnAnswerOutsideOfTheContractIsAFailureOfThePlugin) {
  start("m1");
  plan("{");
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
  EXPECT_EQ(outcome().error_code, "bad_plan");
  settle(MessageStatus::Failed);
  start("m2");
  plan(kRequest);
  carry(http(200));
  respond("[]");
  EXPECT_EQ(outcome().certainty, Certainty::Unknown);
}

TEST_F(DispatcherTroubleTest, AFailureAfterAnEarlierRequestThatCommitsIsUnknownEvenWhereTheLastNeverBegan) {
  start("m1");
  plan(kRequest);
  carry(http(200));
  respond(R"({"continue":{"state":{}}})");
  plan(kLookUp);
  carry({.reached = Reached::NotStarted, .failure = "connect"});
  EXPECT_EQ(outcome().certainty, Certainty::Unknown) << "the first request may have delivered";
}

TEST_F(DispatcherTroubleTest, ARequestThatNeverBeganIsNotSentAlthoughItWouldHaveCommitted) {
  start("m1");
  plan(kRequest);
  carry({.reached = Reached::NotStarted, .failure = "deadline"});
  const auto settlement = settle(MessageStatus::Queued);
  EXPECT_EQ(settlement.outcome.certainty, Certainty::NotSent);
  EXPECT_TRUE(settlement.retry_at);
}

TEST_F(DispatcherTroubleTest, AMissingPluginOrAnUnusableChannelIsNotSentAndTriedAgain) {
  random.choose = [](std::uint64_t bound) {
    return bound - 1;
  };  // so that the retries do not come in between
  accounts.accounts["c1"].provider = nullptr;
  start("m1");
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
  EXPECT_EQ(outcome().error_code, "plugin_missing");
  EXPECT_TRUE(settle(MessageStatus::Queued).retry_at);
  offer("m2", "gone");
  step();
  intend();
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
  EXPECT_EQ(outcome().error_code, "channel_unusable");
}

TEST_F(DispatcherTroubleTest, ASettlementThatTheDatabaseRefusesIsRepeatedUntilItIsStored) {
  accepted("m1");
  for (int round = 0; round < 5; ++round) {
    const auto settlement = settle(kAway);
    EXPECT_EQ(settlement.outcome.provider_id, "SM1");
    EXPECT_TRUE(ledger.settlements.empty()) << "not at once";
    EXPECT_FALSE(dispatcher.idle()) << "it is still under way";
    pass(seconds{1});
    ASSERT_EQ(ledger.settlements.size(), 1U);
  }
  settle(MessageStatus::Sent);
  EXPECT_TRUE(dispatcher.idle());
  pass(seconds{10});
  EXPECT_TRUE(ledger.settlements.empty());
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherTroubleTest, WhileASettlementWaitsItsMessageIsNotSentAgain) {
  accepted("m1");
  settle(kAway);
  offer("m1");
  step();
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherTroubleTest, ASettlementThatIsRefusedForGoodIsDropped) {
  accepted("m1");
  settle(Error{.code = Errc::NotFound, .reason = "unknown_attempt"});
  pass(seconds{5});
  EXPECT_TRUE(ledger.settlements.empty());
  EXPECT_TRUE(dispatcher.idle());
}

TEST_F(DispatcherTroubleTest, AnIntentThatTheDatabaseRefusesComesBackAfterAWhileAndNotAtOnce) {
  offer("m1");
  step();
  const int loads = source.loads;
  auto [intent, done] = std::move(ledger.intents.front());
  ledger.intents.pop_front();
  done(kAway);
  for (int i = 0; i < 10; ++i) step();
  EXPECT_TRUE(ledger.intents.empty()) << "the database is in trouble: no busy loop";
  EXPECT_EQ(source.loads, loads);
  EXPECT_TRUE(provider.plans.empty()) << "nothing was committed, so nothing may be sent";
  const Tick wake = step();
  EXPECT_LE(wake, clock.tick() + seconds{1});
  pass(seconds{1});
  ASSERT_EQ(ledger.intents.size(), 1U);
  EXPECT_EQ(intend().message.text, "m1");
}

TEST_F(DispatcherTroubleTest, AHugeWishOfTheProviderPausesForADayAtMost) {
  start("m1");
  plan(kRequest);
  carry(http(429));
  respond(
      R"({"verdict":{"kind":"rate_limited","after_ms":9223372036854775807,"scope":"account","code":"429","text":"t"}})");
  const auto settlement = settle(MessageStatus::Queued);
  ASSERT_TRUE(settlement.retry_at);
  EXPECT_GE(*settlement.retry_at, clock.now() + std::chrono::hours{24});
  EXPECT_LE(*settlement.retry_at, clock.now() + std::chrono::hours{27});
  offer("m2");
  step();
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherTroubleTest, WhatDoesNotFitIntoMemoryIsFetchedFromTheDatabaseLater) {
  DispatcherConfig small = config;
  small.window = 3;
  remake(small);
  for (int i = 0; i < 10; ++i) offer("m" + std::to_string(i));
  std::vector<std::string> delivered;
  for (int turns = 0; turns < 200 && delivered.size() < 10; ++turns) {
    step();
    EXPECT_LE(dispatcher.queued(), 3U);
    if (ledger.intents.empty()) continue;
    delivered.push_back(intend().message.text);
    plan(R"({"verdict":{"kind":"rejected","class":"blocked","code":"x","text":"y"}})");
    settle(MessageStatus::Failed);
  }
  EXPECT_EQ(delivered.size(), 10U);
  EXPECT_EQ(std::set<std::string>(delivered.begin(), delivered.end()).size(), 10U) << "each once";
}

TEST_F(DispatcherTroubleTest, NoMoreThanTheAllowedNumberIsUnderWay) {
  DispatcherConfig narrow = config;
  narrow.max_in_flight = 2;
  remake(narrow);
  for (int i = 0; i < 5; ++i) offer("m" + std::to_string(i));
  step();
  EXPECT_EQ(ledger.intents.size(), 2U);
  intend({.kind = domain::IntentVerdict::Kind::Gone});
  EXPECT_EQ(ledger.intents.size(), 2U);
}

TEST_F(DispatcherTroubleTest, WorkOfThePastIsFoundAtTheStart) {
  source.add(work_of("left", clock.now() - seconds{100}));
  step();
  EXPECT_EQ(intend().message.text, "left");
}

TEST_F(DispatcherTroubleTest, WorkForLaterStartsWhenItIsDue) {
  offer(work_of("later", clock.now() + seconds{20}));
  offer(work_of("tomorrow", clock.now() + std::chrono::hours{24}));
  const Tick wake = step();
  EXPECT_LE(wake, clock.tick() + seconds{20});
  pass(seconds{19});
  EXPECT_TRUE(ledger.intents.empty());
  pass(seconds{1});
  EXPECT_EQ(intend().message.text, "later");
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_LE(dispatcher.queued(), 1U) << "tomorrow's work does not use memory today";
}

TEST_F(DispatcherTroubleTest, DrainingStartsNothingNewAndSeesThroughWhatIsUnderWay) {
  start("m1");
  offer("m2");
  dispatcher.drain();
  step();
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_FALSE(dispatcher.idle());
  plan(kRequest);
  carry(http(201));
  respond(kAccepted);
  settle(kAway);
  EXPECT_FALSE(dispatcher.idle()) << "its outcome is not stored yet";
  pass(seconds{1});
  settle(MessageStatus::Sent);
  EXPECT_TRUE(dispatcher.idle());
  pass(seconds{60});
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_FALSE(source.stored.empty()) << "m2 stays in the database";
}

TEST_F(DispatcherTroubleTest, ARetryWhileDrainingStaysInTheDatabase) {
  start("m1");
  dispatcher.drain();
  plan(R"({"verdict":{"kind":"retry","code":"x","text":"y"}})");
  EXPECT_TRUE(settle(MessageStatus::Queued).retry_at);
  pass(seconds{30});
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_TRUE(dispatcher.idle());
}

TEST_F(DispatcherTroubleTest, TheStartLimitRunsFromTheCommitAlsoWhereTheProcessWasStoppedMeanwhile) {
  offer("m1");
  step();
  ASSERT_EQ(ledger.intents.size(), 1U);
  auto done = std::move(ledger.intents.front().second);
  ledger.intents.pop_front();
  const Tick committed = clock.tick();
  done(domain::IntentVerdict{.number = 1});
  pass(seconds{3});
  plan(kRequest);
  ASSERT_EQ(carrier.requests.size(), 1U);
  EXPECT_EQ(carrier.requests.front().first.start_by, committed + config.start_limit);
}

}  // namespace
}  // namespace herald::dispatch::test

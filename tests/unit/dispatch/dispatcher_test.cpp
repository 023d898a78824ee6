#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

using domain::Certainty;
using domain::IntentVerdict;
using domain::MessageStatus;
using domain::Reached;
using std::chrono::seconds;

class DispatcherTest : public DispatcherBench {};

TEST_F(DispatcherTest, AMessageGoesFromTheQueueThroughThePluginAndTheWireToItsSettlement) {
  offer("m1");
  step();
  const auto intent = intend();
  EXPECT_EQ(intent.message.text, "m1");
  EXPECT_EQ(intent.tenant.text, "t1");
  EXPECT_EQ(intent.channel.text, "c1");
  EXPECT_EQ(intent.address.kind, "phone");
  EXPECT_EQ(intent.address.normalised, "+15005550100");
  const auto step = plan(kRequest);
  EXPECT_EQ(step.op, "send");
  EXPECT_EQ(step.state, "{}");
  EXPECT_NE(step.input.find(intent.id.text), std::string::npos);
  EXPECT_EQ(step.account, R"({"auth_token":"opensesame"})");
  const auto request = carry(http(201));
  EXPECT_EQ(request.url, "https://api.example.org/send");
  respond(kAccepted);
  EXPECT_EQ(outcome().certainty, Certainty::Accepted);
  EXPECT_EQ(outcome().provider_id, "SM1");
  const auto settlement = settle();
  EXPECT_EQ(settlement.attempt, intent.id);
  EXPECT_EQ(settlement.message.text, "m1");
  EXPECT_FALSE(settlement.retry_at);
  EXPECT_TRUE(dispatcher.idle());
  EXPECT_EQ(dispatcher.queued(), 0U);
}

TEST_F(DispatcherTest, AnIntentSaysWhenTheProviderKnowsThePrice) {
  offer("m1");
  step();
  EXPECT_FALSE(intend().price_after);
  accounts.accounts["c1"].traits.price_after = seconds{900};
  offer("m2");
  step();
  EXPECT_EQ(intend().price_after, seconds{900});
}

TEST_F(DispatcherTest, ThePluginIsNotAskedBeforeTheIntentIsCommitted) {
  offer("m1");
  step();
  EXPECT_EQ(ledger.intents.size(), 1U);
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_FALSE(dispatcher.idle());
}

TEST_F(DispatcherTest, AnExchangeOfTwoRequestsHandsTheStateOn) {
  start("m1");
  plan(
      R"({"request":{"method":"POST","url":"https://api.example.org/upload","commits":false},"state":{"step":1}})");
  carry(http(200));
  EXPECT_EQ(respond(R"({"continue":{"state":{"media":"7"}}})").state, R"({"step":1})");
  EXPECT_EQ(plan(kRequest).state, R"({"media":"7"})");
  carry(http(200));
  EXPECT_EQ(respond(kAccepted).state, R"({"media":"7"})");
  EXPECT_EQ(outcome().certainty, Certainty::Accepted);
}

TEST_F(DispatcherTest, AnEndlessExchangeIsEndedAfterEightRequests) {
  start("m1");
  for (int i = 0; i < 8; ++i) {
    plan(kLookUp);
    carry(http(200));
    respond(R"({"continue":{"state":{}}})");
  }
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
  EXPECT_EQ(outcome().error_code, "endless_exchange");
}

TEST_F(DispatcherTest, ThePluginsVerdictBeforeAnyRequestEndsTheAttempt) {
  start("m1");
  plan(R"({"verdict":{"kind":"rejected","class":"unsupported","code":"no_mms","text":"no"}})");
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
  EXPECT_EQ(outcome().error_class, "unsupported");
  EXPECT_FALSE(settle(MessageStatus::Failed).retry_at);
  EXPECT_TRUE(carrier.requests.empty());
}

TEST_F(DispatcherTest, EachRequestMustStartWithinTwoSecondsOfItsCommittedIntent) {
  start("m1");
  const Tick committed = clock.tick();
  clock.passed += milliseconds{700};  // the plugin takes its time
  plan(kLookUp);
  EXPECT_EQ(carrier.requests.at(0).first.start_by, committed + seconds{2});
  clock.passed += milliseconds{900};
  const Tick answered = clock.tick();
  carry(http(200));
  respond(R"({"continue":{"state":{}}})");
  plan(kRequest);
  EXPECT_EQ(carrier.requests.at(0).first.start_by, answered + seconds{2});
}

TEST_F(DispatcherTest, TheChannelsTimeoutBoundsThePluginsWish) {
  start("m1");
  plan(R"({"request":{"method":"GET","url":"https://e/","commits":true,"timeout_ms":999999}})");
  EXPECT_EQ(carrier.requests.at(0).first.timeout, seconds{10});
}

TEST_F(DispatcherTest, ACallOfThePluginHasADeadline) {
  start("m1");
  EXPECT_EQ(provider.plans.at(0).deadline, clock.tick() + config.plugin_limit);
}

TEST_F(DispatcherTest, ASuppressedOrGoneMessageIsLetGoWithoutACall) {
  for (const auto kind : {IntentVerdict::Kind::Suppressed, IntentVerdict::Kind::Gone}) {
    offer("m" + std::to_string(static_cast<int>(kind)));
    step();
    intend({.kind = kind});
    EXPECT_TRUE(provider.plans.empty());
    EXPECT_TRUE(ledger.settlements.empty());
    EXPECT_EQ(dispatcher.queued(), 0U);
    EXPECT_TRUE(dispatcher.idle());
  }
}

TEST_F(DispatcherTest, ARetryComesBackWhenItsTimeHasComeAndThenSucceeds) {
  random.choose = [](std::uint64_t bound) { return bound - 1; };
  start("m1");
  plan(kRequest);
  carry(http(503));
  respond(R"({"verdict":{"kind":"retry","code":"503","text":"busy"}})");
  const auto settlement = settle(MessageStatus::Queued);
  ASSERT_TRUE(settlement.retry_at);
  EXPECT_EQ(*settlement.retry_at, clock.now() + config.retry.first_delay);
  pass(config.retry.first_delay - milliseconds{1});
  EXPECT_TRUE(ledger.intents.empty());
  pass(milliseconds{1});
  const auto again = intend({.number = 2});
  EXPECT_EQ(again.message.text, "m1");
  EXPECT_NE(again.id, settlement.attempt);
  plan(kRequest);
  carry(http(201));
  respond(kAccepted);
  EXPECT_EQ(settle().outcome.certainty, Certainty::Accepted);
}

TEST_F(DispatcherTest, WhenTheRetriesAreUsedUpTheFailureIsFinal) {
  for (const int number : {1, 2, 3}) {
    offer("m" + std::to_string(number));
    step();
    intend({.number = number});
    plan(R"({"verdict":{"kind":"retry","code":"x","text":"y"}})");
    EXPECT_EQ(settle(MessageStatus::Failed).retry_at.has_value(), number < 3)
        << "the channel allows two retries";
  }
}

TEST_F(DispatcherTest, NoRetryIsPlannedBeyondTheMessagesExpiry) {
  random.choose = [](std::uint64_t bound) { return bound - 1; };
  domain::Work work = work_of("m1", clock.now());
  work.message.content.expires_at = clock.now() + milliseconds{500};
  offer(work);
  step();
  intend();
  plan(R"({"verdict":{"kind":"retry","code":"x","text":"y"}})");
  EXPECT_EQ(settle(MessageStatus::Queued).retry_at, work.message.content.expires_at);
}

TEST_F(DispatcherTest, WhatMayHaveBeenSentIsNotTriedAgain) {
  start("m1");
  plan(kRequest);
  carry({.reached = Reached::Began, .failure = "timeout"});
  const auto settlement = settle(MessageStatus::Unknown);
  EXPECT_EQ(settlement.outcome.certainty, Certainty::Unknown);
  EXPECT_EQ(settlement.retry_at, clock.now() + config.unknown.transactional) << "it is reconciled then";
  pass(seconds{9});
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherTest, ARateLimitOfTheAccountPausesTheChannelAndNoOther) {
  accounts.accounts["c2"] = accounts.accounts["c1"];
  accounts.accounts["c2"].channel.id = domain::ChannelId{"c2"};
  start("m1");
  plan(kRequest);
  carry(http(429));
  respond(
      R"({"verdict":{"kind":"rate_limited","after_ms":3000,"scope":"account","code":"429","text":"slow"}})");
  const auto settlement = settle(MessageStatus::Queued);
  ASSERT_TRUE(settlement.retry_at);
  EXPECT_GE(*settlement.retry_at, clock.now() + seconds{3});
  offer("m2", "c1");
  offer("m3", "c2");
  step();
  EXPECT_EQ(intend().message.text, "m3");
  EXPECT_TRUE(ledger.intents.empty());
  pass(milliseconds{2'999});
  EXPECT_TRUE(ledger.intents.empty());
  pass(milliseconds{1});
  EXPECT_EQ(intend().message.text, "m2");
}

TEST_F(DispatcherTest, ARateLimitOfOneRecipientLeavesTheChannelOpen) {
  start("m1");
  plan(kRequest);
  carry(http(429));
  respond(
      R"({"verdict":{"kind":"rate_limited","after_ms":3000,"scope":"recipient","code":"429","text":"slow"}})");
  settle(MessageStatus::Queued);
  offer("m2");
  step();
  EXPECT_EQ(intend().message.text, "m2");
}

TEST_F(DispatcherTest, TheChannelsRateIsKept) {
  accounts.accounts["c1"].rate_per_second = 2;
  accounts.accounts["c1"].burst = 1;
  start("m0");  // from the first message on the rate is known
  for (const char* id : {"m1", "m2"}) offer(id);
  step();
  EXPECT_EQ(ledger.intents.size(), 1U);
  const Tick wake = step();
  EXPECT_GT(wake, clock.tick());
  EXPECT_LE(wake, clock.tick() + milliseconds{501});
  pass(milliseconds{501});
  EXPECT_EQ(ledger.intents.size(), 2U);
}

TEST_F(DispatcherTest, AHigherRateHoldsWithinASecondForWhatWaitsForTheLowerOne) {
  accounts.accounts["c1"].rate_per_second = 0.001;
  accounts.accounts["c1"].burst = 1;
  start("m0");
  for (const char* id : {"m1", "m2"}) offer(id);
  step();
  pass(milliseconds{1001});
  ASSERT_EQ(ledger.intents.size(), 1U);
  accounts.accounts["c1"].rate_per_second = 100;
  accounts.accounts["c1"].burst = 100;
  EXPECT_LE(step(), clock.tick() + milliseconds{1000});
  pass(milliseconds{1000});
  EXPECT_EQ(ledger.intents.size(), 2U);
}

TEST_F(DispatcherTest, SecretsAreHiddenInWhatIsStored) {
  start("m1");
  plan(
      R"({"request":{"method":"POST","url":"https://e/bot-token/send","commits":true,"redact":["bot-token"]}})");
  carry({.reached = Reached::Began,
         .failure = "reset",
         .text = "POST /bot-token/send with opensesame was reset"});
  const auto text = outcome().error_text;
  EXPECT_EQ(text.find("bot-token"), std::string::npos) << text;
  EXPECT_EQ(text.find("opensesame"), std::string::npos) << text;
  EXPECT_NE(text.find("was reset"), std::string::npos) << text;
}

TEST_F(DispatcherTest, WithoutAPublicUrlNoCallbackIsOfferedAndWithOneItNamesTheAttempt) {
  start("m1");
  EXPECT_EQ(plan(kRequest).input.find("callback_url"), std::string::npos);
  DispatcherConfig other = config;
  other.public_url = "https://herald.example";
  remake(other);
  offer("m2");
  step();
  const auto intent = intend();
  EXPECT_NE(plan(kRequest).input.find("https://herald.example/api/v1/communication/webhooks/fake/c1?ref=" +
                                      intent.id.text),
            std::string::npos);
}

}  // namespace
}  // namespace herald::dispatch::test

#include "tests/unit/dispatch/bench.hpp"

// The circuit breaker and the end of a message's time, as the dispatcher lives with them.

namespace herald::dispatch::test {
namespace {

using domain::Certainty;
using domain::IntentVerdict;
using domain::MessageStatus;
using domain::Reached;
using std::chrono::seconds;
using State = domain::ChannelCondition::State;

constexpr const char* kServerError = R"({"verdict":{"kind":"retry","code":"500","text":"broken"}})";
constexpr const char* kBadNumber =
    R"({"verdict":{"kind":"rejected","class":"invalid_recipient","code":"21211","text":"no such number"}})";

class HeldTest : public DispatcherBench {
 protected:
  HeldTest() {
    config.breaker = {.failures = 3, .first_open = seconds{5}, .longest_open = seconds{20}};
    random.choose = [](std::uint64_t bound) { return bound - 1; };
    remake(config);
  }
  /// One message after the other meets a refused connection.
  void fail(int times) {
    for (int i = 0; i < times; ++i) {
      offer("f" + std::to_string(++failed_));
      step();
      intend();
      plan(kRequest);
      carry({.reached = Reached::NotStarted, .failure = "connect"});
      settle(MessageStatus::Failed);
    }
  }
  void answer(int status, const char* verdict, MessageStatus end) {
    plan(kRequest);
    carry(http(status));
    respond(verdict);
    settle(end);
  }
  [[nodiscard]] domain::ChannelCondition condition() const {
    return made_->condition(domain::ChannelId{"c1"});
  }
  int failed_{0};
};

TEST_F(HeldTest, AfterFailuresInARowNothingStartsAndNoAttemptIsBurnt) {
  fail(3);
  for (int i = 0; i < 10; ++i) offer("m" + std::to_string(i));
  for (int i = 0; i < 4; ++i) pass(seconds{1});
  EXPECT_TRUE(ledger.intents.empty()) << "held work has no intent, so no attempt";
  EXPECT_EQ(dispatcher.queued(), 10U);
  EXPECT_EQ(step(), clock.tick() + seconds{1}) << "it sleeps until the probe's time";
}

TEST_F(HeldTest, ThenOneProbeGoesAndTheRestFollowsItsSuccess) {
  fail(3);
  for (int i = 0; i < 10; ++i) offer("m" + std::to_string(i));
  pass(seconds{5});
  EXPECT_EQ(ledger.intents.size(), 1U);
  pass(seconds{60});
  EXPECT_EQ(ledger.intents.size(), 1U) << "however long it takes";
  intend();
  answer(201, kAccepted, MessageStatus::Sent);
  EXPECT_EQ(ledger.intents.size(), 9U);
}

TEST_F(HeldTest, AFailedProbeHoldsItLonger) {
  fail(3);
  pass(seconds{5});
  fail(1);
  offer("m1");
  pass(milliseconds{9'999});
  EXPECT_TRUE(ledger.intents.empty());
  pass(milliseconds{1});
  EXPECT_EQ(ledger.intents.size(), 1U);
}

TEST_F(HeldTest, AProbeWhoseMessageIsGoneLeavesItsPlaceToTheNext) {
  fail(3);
  offer("m1");
  offer("m2");
  pass(seconds{5});
  EXPECT_EQ(intend({.kind = IntentVerdict::Kind::Gone}).message.text, "m1");
  EXPECT_EQ(intend().message.text, "m2");
}

TEST_F(HeldTest, OtherChannelsGoOn) {
  accounts.accounts["c2"] = accounts.accounts["c1"];
  fail(3);
  offer("m1");
  offer("m2", "c2");
  step();
  EXPECT_EQ(intend().message.text, "m2");
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(HeldTest, RecipientsErrorsHoldNothing) {
  for (int i = 0; i < 20; ++i) {
    start("m" + std::to_string(i));
    answer(i % 2 == 0 ? 400 : 500, kBadNumber, MessageStatus::Failed);
  }
  EXPECT_EQ(condition().state, State::Closed);
}

TEST_F(HeldTest, ServerErrorsAndRefusedCredentialsHoldTheChannel) {
  for (const char* verdict :
       {kServerError, R"({"verdict":{"kind":"auth_failed","code":"401","text":"no"}})"}) {
    remake(config);
    for (int i = 0; i < 3; ++i) {
      start("m" + std::to_string(i));
      answer(verdict == kServerError ? 500 : 401, verdict, MessageStatus::Failed);
    }
    EXPECT_EQ(condition().state, State::Open) << verdict;
  }
}

TEST_F(HeldTest, ItsStateIsShownWithReasonAndTimes) {
  EXPECT_EQ(condition().state, State::Closed);
  fail(3);
  const Instant opened = clock.now();
  EXPECT_EQ(condition().state, State::Open);
  EXPECT_EQ(condition().reason, "connect");
  EXPECT_EQ(condition().since, opened);
  EXPECT_EQ(condition().retry_at, opened + seconds{5});
  EXPECT_NE(metrics.expose().find("herald_channels_held 1"), std::string::npos);
  clock.passed += seconds{5};
  EXPECT_EQ(condition().state, State::HalfOpen);
  EXPECT_FALSE(condition().retry_at);
  start("m1");
  answer(201, kAccepted, MessageStatus::Sent);
  EXPECT_EQ(condition().state, State::Closed);
  EXPECT_FALSE(condition().since);
  EXPECT_NE(metrics.expose().find("herald_channels_held 0"), std::string::npos);
  EXPECT_NE(metrics.expose().find("herald_channels_held_total 1"), std::string::npos);
}

class ExpiryTest : public HeldTest {
 protected:
  void offer_until(const std::string& id, milliseconds life, milliseconds due = milliseconds{0}) {
    domain::Work work = work_of(id, clock.now() + due);
    work.message.content.expires_at = clock.now() + life;
    offer(work);
  }
  domain::Intent expect_expiry() {
    EXPECT_EQ(ledger.intents.size(), 1U);
    const auto intent = intend({.kind = IntentVerdict::Kind::Expired});
    EXPECT_EQ(intent.purpose, domain::Intent::Purpose::Expire);
    EXPECT_TRUE(provider.plans.empty());
    EXPECT_EQ(dispatcher.queued(), 0U);
    EXPECT_TRUE(dispatcher.idle());
    return intent;
  }
};

TEST_F(ExpiryTest, WhileItsChannelIsHeldAMessageExpiresOnTime) {
  fail(3);
  offer_until("m1", seconds{3});
  pass(milliseconds{2'999});
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_EQ(step(), clock.tick() + milliseconds{1});
  pass(milliseconds{1});
  expect_expiry();
}

TEST_F(ExpiryTest, BehindARateAMessageExpiresOnTimeAndTheOthersStay) {
  accounts.accounts["c1"].rate_per_second = 0.001;
  for (const char* id : {"first", "second"}) {  // the second takes the burst
    start(id);
    answer(201, kAccepted, MessageStatus::Sent);
  }
  offer("patient");
  offer_until("hasty", seconds{2});
  pass(seconds{2});
  EXPECT_EQ(ledger.intents.size(), 1U);
  EXPECT_EQ(intend({.kind = IntentVerdict::Kind::Expired}).message.text, "hasty");
  EXPECT_EQ(dispatcher.queued(), 1U);
}

TEST_F(ExpiryTest, WhileWaitingForItsScheduleAMessageExpiresOnTime) {
  offer_until("m1", seconds{2}, seconds{10});
  pass(seconds{2});
  expect_expiry();
}

TEST_F(ExpiryTest, ARetryThatWouldComeTooLateWaitsForTheEndOfItsTime) {
  domain::Work work = work_of("m1", clock.now());
  work.message.content.expires_at = clock.now() + milliseconds{600};
  offer(work);
  step();
  intend();
  plan(kRequest);
  carry({.reached = Reached::NotStarted, .failure = "connect"});
  EXPECT_EQ(settle(MessageStatus::Queued).retry_at, clock.now() + milliseconds{600});
  pass(milliseconds{600});
  expect_expiry();
}

TEST_F(ExpiryTest, AMessageWhoseTimeWasMadeLongerMeanwhileIsReadAgainAndSent) {
  fail(3);
  offer_until("m1", seconds{2});
  pass(seconds{2});
  domain::Work longer = work_of("m1", clock.now());
  longer.message.content.expires_at = clock.now() + seconds{100};
  auto [intent, done] = std::move(ledger.intents.front());
  ledger.intents.pop_front();
  source.remove(longer.message.id);
  source.add(longer);
  done(IntentVerdict{.kind = IntentVerdict::Kind::Waits});
  step();
  EXPECT_EQ(dispatcher.queued(), 1U) << "read again from the database";
  pass(seconds{3});
  EXPECT_EQ(intend().purpose, domain::Intent::Purpose::Send);
}

TEST_F(ExpiryTest, AThousandThatExpireAreAllLetGo) {
  fail(3);
  for (int i = 0; i < 1'000; ++i) offer_until("m" + std::to_string(i), seconds{1} + milliseconds{i});
  pass(seconds{1});
  pass(seconds{1});
  EXPECT_EQ(ledger.intents.size(), 1'000U);
  while (!ledger.intents.empty()) intend({.kind = IntentVerdict::Kind::Expired});
  EXPECT_EQ(dispatcher.queued(), 0U);
}

}  // namespace
}  // namespace herald::dispatch::test

#include "tests/unit/dispatch/bench.hpp"

// What becomes of an attempt whose outcome nobody knows (design D3), on virtual time.

namespace herald::dispatch::test {
namespace {

using domain::Certainty;
using domain::IntentVerdict;
using domain::MessageStatus;
using domain::Reached;
using std::chrono::seconds;

constexpr const char* kAsk =
    R"({"request":{"method":"GET","url":"https://api.example.org/find","commits":false}})";
constexpr const char* kNotThere = R"({"verdict":{"kind":"retry","code":"not_found","text":"not there"}})";
constexpr const char* kNoWord = R"({"verdict":{"kind":"unknown","code":"later","text":"not yet known"}})";

class UnknownTest : public DispatcherBench {
 protected:
  UnknownTest() {
    config.unknown = {.otp = seconds{30}, .transactional = seconds{60}, .marketing = seconds{60}};
    remake(config);
  }
  domain::ProviderTraits& traits() { return accounts.accounts["c1"].traits; }
  void offer_class(const std::string& message_class) {
    domain::Work work = work_of("m1", clock.now());
    work.message.content.message_class = message_class;
    offer(work);
    step();
  }
  /// The message is sent and the connection breaks; answers the settlement.
  domain::Settlement lose(const std::string& message_class) {
    offer_class(message_class);
    first = intend().id.text;
    return lose_again();
  }
  domain::Settlement lose_again() {
    plan(kRequest);
    carry({.reached = Reached::Began, .failure = "reset"});
    EXPECT_EQ(outcome().certainty, Certainty::Unknown);
    return settle(MessageStatus::Unknown);
  }
  /// As after a restart: the database hands the message out with its open attempt.
  void reload(const std::string& message_class, milliseconds age) {
    domain::Work work = work_of("m1", clock.now());
    work.message.status = MessageStatus::Unknown;
    work.message.content.message_class = message_class;
    work.open = domain::OpenAttempt{.id = domain::AttemptId{"a1"}, .number = 1, .since = clock.now() - age};
    offer(work);
    step();
  }
  void expect_given_up() {
    const auto end = settle(MessageStatus::Unknown);
    EXPECT_EQ(end.attempt.text, first);
    EXPECT_EQ(end.outcome.certainty, Certainty::Unknown);
    EXPECT_FALSE(end.retry_at);
    EXPECT_EQ(dispatcher.queued(), 0U);
    pass(std::chrono::hours{24});
    EXPECT_TRUE(ledger.intents.empty());
  }
  std::string first;
};

TEST_F(UnknownTest, WithoutALookUpItIsLeftAloneUntilTheDeadlineOfItsClass) {
  EXPECT_EQ(lose("transactional").retry_at, clock.now() + seconds{60});
  pass(milliseconds{59'999});
  EXPECT_TRUE(ledger.settlements.empty());
  EXPECT_TRUE(ledger.intents.empty());
  pass(milliseconds{1});
  expect_given_up();
}

TEST_F(UnknownTest, AMarketingMessageIsNeverSentAgain) {
  traits().idempotency_key = true;
  lose("marketing");
  pass(seconds{60});
  expect_given_up();
}

TEST_F(UnknownTest, AnOtpIsSentAgainAsAnAttemptOfItsOwn) {
  lose("otp");
  pass(seconds{30});
  const auto intent = intend({.number = 2});
  EXPECT_EQ(intent.repeats.text, first);
  EXPECT_NE(intent.id.text, first);
  const auto input = plan(kRequest).input;
  EXPECT_NE(input.find(R"("attempt_ref":")" + intent.id.text), std::string::npos);
  EXPECT_NE(input.find(R"("attempt_no":2)"), std::string::npos);
  carry(http(201));
  respond(kAccepted);
  EXPECT_EQ(settle().attempt, intent.id);
  EXPECT_TRUE(dispatcher.idle());
}

TEST_F(UnknownTest, UnderAnIdempotencyKeyTheRepetitionBearsTheReferenceOfTheFirst) {
  traits().idempotency_key = true;
  lose("transactional");
  pass(seconds{60});
  const auto intent = intend({.number = 2});
  EXPECT_EQ(intent.repeats.text, first);
  EXPECT_NE(plan(kRequest).input.find(R"("attempt_ref":")" + first), std::string::npos);
}

TEST_F(UnknownTest, ARepetitionOfARepetitionStillNamesTheFirst) {
  traits().idempotency_key = true;
  lose("otp");
  pass(seconds{30});
  intend({.number = 2});
  lose_again();
  pass(seconds{30});
  EXPECT_EQ(intend({.number = 3}).repeats.text, first);
  EXPECT_NE(plan(kRequest).input.find(R"("attempt_ref":")" + first), std::string::npos);
}

TEST_F(UnknownTest, ARepetitionThatWasNotSentIsTriedAgainAndTheFirstStaysUnknown) {
  lose("otp");
  pass(seconds{30});
  intend({.number = 2});
  plan(kRequest);
  carry({.reached = Reached::NotStarted, .failure = "connect"});
  EXPECT_EQ(outcome().certainty, Certainty::NotSent);
  EXPECT_EQ(settle(MessageStatus::Unknown).retry_at, clock.now());
  EXPECT_EQ(intend({.number = 3}).repeats.text, first);
}

TEST_F(UnknownTest, RepetitionsEndWithTheAttempts) {  // retry_count is 2: three in all
  lose("otp");
  for (int number = 2; number <= 3; ++number) {
    pass(seconds{30});
    first = intend({.number = number}).id.text;
    lose_again();
  }
  pass(seconds{30});
  expect_given_up();
}

TEST_F(UnknownTest, AReceiptThatCameInBetweenMakesTheRepetitionGone) {
  lose("otp");
  pass(seconds{30});
  intend({.kind = IntentVerdict::Kind::Gone});
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_TRUE(dispatcher.idle());
}

TEST_F(UnknownTest, AProviderThatCanBeAskedIsAskedAboutTheAttempt) {
  traits().lookup = true;
  EXPECT_EQ(lose("transactional").retry_at, clock.now() + seconds{5});
  pass(seconds{5});
  const auto step = plan(kAsk);
  EXPECT_EQ(step.op, "lookup");
  EXPECT_NE(step.input.find(R"("attempt_ref":")" + first), std::string::npos);
  carry(http(200));
  respond(kAccepted);
  const auto end = settle();
  EXPECT_EQ(end.attempt.text, first);
  EXPECT_EQ(end.outcome.certainty, Certainty::Accepted);
  EXPECT_EQ(end.outcome.provider_id, "SM1");
  EXPECT_TRUE(dispatcher.idle());
}

TEST_F(UnknownTest, WhatTheProviderCertainlyDoesNotHaveIsTriedAgainAsAnyRetry) {
  traits().lookup = true;
  lose("marketing");
  pass(seconds{5});
  plan(kAsk);
  carry(http(404));
  respond(kNotThere);
  const auto end = settle(MessageStatus::Queued);
  EXPECT_EQ(end.outcome.certainty, Certainty::NotSent);
  EXPECT_TRUE(end.retry_at);
  EXPECT_TRUE(intend({.number = 2}).repeats.empty()) << "an ordinary attempt";
}

TEST_F(UnknownTest, ALookUpThatDoesNotTellIsRepeatedUntilTheDeadlineAndDecidesNothing) {
  traits().lookup = true;
  lose("transactional");
  int asked = 0;
  for (const int wait : {5, 5, 10, 20, 20}) {
    pass(seconds{wait});
    plan(kAsk);
    ++asked;
    if (asked % 2 == 0) {
      carry(http(503));
      respond(kNotThere);  // a plugin that takes the failure of the look-up for an answer
    } else {
      carry({.reached = Reached::Began, .failure = "timeout"});
    }
    const auto end = settle(MessageStatus::Unknown);
    EXPECT_EQ(end.outcome.certainty, Certainty::Unknown);
    EXPECT_EQ(end.retry_at.has_value(), asked < 5);
  }
  EXPECT_EQ(dispatcher.queued(), 0U);
}

TEST_F(UnknownTest, ALookUpIsAskedOnceMoreBeforeAnythingIsSentAgain) {
  traits().lookup = true;
  reload("otp", seconds{30});
  EXPECT_TRUE(ledger.intents.empty());
  plan(kAsk);
  carry(http(200));
  respond(kNoWord);
  EXPECT_EQ(intend({.number = 2}).repeats.text, "a1");
}

TEST_F(UnknownTest, AboutARepetitionThatWasNotSentTheProviderIsNotAsked) {
  traits().lookup = true;
  lose("otp");
  pass(seconds{30});
  plan(kAsk);  // the last look before the repetition
  carry(http(200));
  respond(kNoWord);
  intend({.number = 2});
  plan(kRequest);
  carry({.reached = Reached::NotStarted, .failure = "connect"});
  settle(MessageStatus::Unknown);
  pass(seconds{5});
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_EQ(intend({.number = 3}).repeats.text, first);
}

TEST_F(UnknownTest, ALookUpThatWouldCommitIsNotMade) {
  traits().lookup = true;
  lose("transactional");
  pass(seconds{5});
  plan(kRequest);
  EXPECT_TRUE(carrier.requests.empty());
  EXPECT_EQ(settle(MessageStatus::Unknown).outcome.certainty, Certainty::Unknown);
}

TEST_F(UnknownTest, AfterARestartTheDeadlineCountsFromTheAttempt) {
  reload("transactional", seconds{59});
  EXPECT_EQ(settle(MessageStatus::Unknown).retry_at, clock.now() + seconds{1});
  pass(seconds{1});
  first = "a1";
  expect_given_up();
}

TEST_F(UnknownTest, WithoutItsChannelOrPluginTheClassStillDecides) {
  accounts.accounts.erase("c1");
  reload("transactional", seconds{60});
  first = "a1";
  expect_given_up();
}

TEST_F(UnknownTest, AMessageThatExpiredMeanwhileIsNotSentAgain) {
  domain::Work work = work_of("m1", clock.now());
  work.message.content.message_class = "otp";
  work.message.content.expires_at = clock.now() + seconds{10};
  offer(work);
  step();
  first = intend().id.text;
  lose_again();
  pass(seconds{10});
  EXPECT_TRUE(ledger.intents.empty()) << "it may have arrived: it is not called expired";
  pass(seconds{20});
  expect_given_up();
}

}  // namespace
}  // namespace herald::dispatch::test

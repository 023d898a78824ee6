#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

using domain::IntentVerdict;
using domain::PolicyVerdict;

/// Asks nobody; the test answers.
class FakePolicy final : public domain::SendPolicy {
 public:
  void judge(const domain::Message& message, Moment moment, Instant, Done done) override {
    EXPECT_EQ(moment, Moment::Send);
    questions.emplace_back(message, std::move(done));
  }
  bool idle() override { return without_filters; }
  bool without_filters{false};
  std::deque<std::pair<domain::Message, Done>> questions;
};

class PolicyAtDispatch : public DispatcherBench {
 protected:
  PolicyAtDispatch() {
    DispatcherPorts with = ports();
    with.policy = &policy;
    made_.emplace(config, with);
  }
  /// The policy answers the oldest question.
  void decide(PolicyVerdict verdict) {
    ASSERT_FALSE(policy.questions.empty()) << "nobody asked";
    const auto done = std::move(policy.questions.front().second);
    policy.questions.pop_front();
    done(std::move(verdict));
    step();
  }
  FakePolicy policy;
};

TEST_F(PolicyAtDispatch, TheLimitsOfAChannelHoldForWhatIsJudgedToo) {
  accounts.accounts["c1"].concurrency = 1;
  for (const char* id : {"m1", "m2", "m3"}) offer(id);
  step();
  EXPECT_EQ(policy.questions.size(), 1U);
}

TEST_F(PolicyAtDispatch, NothingIsAskedOfAPolicyThatConcernsNobody) {
  policy.without_filters = true;
  offer("m1");
  step();
  EXPECT_TRUE(policy.questions.empty());
  EXPECT_EQ(ledger.intents.size(), 1U);
}

TEST_F(PolicyAtDispatch, NothingIsIntendedBeforeThePolicyHasAnswered) {
  offer("m1");
  step();
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_FALSE(dispatcher.idle()) << "it is under way";
  decide({});
  EXPECT_EQ(intend().policy.kind, PolicyVerdict::Kind::Allow);
  EXPECT_EQ(provider.plans.size(), 1U);
}

TEST_F(PolicyAtDispatch, ARefusalGoesIntoTheIntentAndNoPluginIsCalled) {
  offer("m1");
  step();
  decide({.kind = PolicyVerdict::Kind::Refuse, .reason = "sanctions"});
  EXPECT_EQ(intend({.kind = IntentVerdict::Kind::Refused}).policy.reason, "sanctions");
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_TRUE(dispatcher.idle());
  EXPECT_EQ(dispatcher.queued(), 0U);
}

TEST_F(PolicyAtDispatch, AHeldMessageComesBackAndIsJudgedAgain) {
  offer("m1");
  step();
  const Instant until = clock.now() + std::chrono::seconds{5};
  decide({.kind = PolicyVerdict::Kind::Hold, .reason = "night", .until = until});
  intend({.kind = IntentVerdict::Kind::Held, .due_at = until});
  pass(milliseconds{4'999});
  EXPECT_TRUE(policy.questions.empty());
  pass(milliseconds{1});
  ASSERT_EQ(policy.questions.size(), 1U);
  EXPECT_EQ(policy.questions[0].first.status, domain::MessageStatus::Held);
  decide({});
  intend();
  EXPECT_EQ(provider.plans.size(), 1U);
}

TEST_F(PolicyAtDispatch, AHoldBeyondTheHorizonIsLeftToTheDatabase) {
  offer("m1");
  step();
  const Instant until = clock.now() + Window::kHorizon + std::chrono::hours{1};
  decide({.kind = PolicyVerdict::Kind::Hold, .reason = "night", .until = until});
  intend({.kind = IntentVerdict::Kind::Held, .due_at = until});
  EXPECT_EQ(dispatcher.queued(), 0U);
}

TEST_F(PolicyAtDispatch, WhatIsAnsweredWhileDrainingIsNotBegun) {
  offer("m1");
  step();
  dispatcher.drain();
  decide({});
  EXPECT_TRUE(ledger.intents.empty());
  EXPECT_TRUE(dispatcher.idle());
}

TEST_F(PolicyAtDispatch, AMessageWhoseTimeIsOverExpiresWithoutAQuestion) {
  domain::Work work = work_of("m1", clock.now() + std::chrono::seconds{30});
  work.message.content.expires_at = clock.now() - std::chrono::seconds{1};
  offer(work);
  step();
  pass(milliseconds{1'000});
  EXPECT_TRUE(policy.questions.empty());
  EXPECT_EQ(ledger.intents.size(), 1U);
}

TEST_F(PolicyAtDispatch, ARepetitionIsJudgedToo) {
  domain::Work work = work_of("m1", clock.now());
  work.message.status = domain::MessageStatus::Unknown;
  work.message.content.message_class = "otp";
  work.open = domain::OpenAttempt{
      .id = domain::AttemptId{"a1"}, .number = 1, .since = clock.now() - std::chrono::hours{1}};
  offer(work);
  step();
  ASSERT_EQ(policy.questions.size(), 1U);
  decide({.kind = PolicyVerdict::Kind::Refuse, .reason = "sanctions"});
  EXPECT_EQ(ledger.intents.at(0).first.repeats.text, "a1");
}

}  // namespace
}  // namespace herald::dispatch::test

#include "host/dispatch/reconcile.hpp"

#include <gtest/gtest.h>

namespace herald::dispatch {
namespace {

using domain::Certainty;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = UnknownDecision::Kind;

constexpr Instant kSince{milliseconds{1'700'000'000'000}};
constexpr UnknownLimits kLimits{.otp = seconds{30}, .transactional = seconds{900}, .marketing = seconds{600}};

UnknownCase unknown(const std::string& message_class) {
  return {.message_class = message_class, .open = {.number = 1, .since = kSince}, .most_attempts = 3};
}
UnknownDecision after(const UnknownCase& one, milliseconds passed) {
  return decide(one, kLimits, kSince + passed);
}
void expect_given_up(const UnknownCase& one, milliseconds passed, const std::string& reason) {
  const auto decision = after(one, passed);
  EXPECT_EQ(decision.kind, Kind::GiveUp);
  EXPECT_EQ(decision.reason, reason);
}

TEST(Reconcile, BeforeTheDeadlineOfItsClassEveryMessageWaitsForIt) {
  for (const auto& [message_class, limit] : {std::pair{"otp", kLimits.otp},
                                             {"transactional", kLimits.transactional},
                                             {"marketing", kLimits.marketing}}) {
    const auto decision = after(unknown(message_class), limit - milliseconds{1});
    EXPECT_EQ(decision.kind, Kind::Wait) << message_class;
    EXPECT_EQ(decision.at, kSince + limit) << message_class;
    EXPECT_NE(after(unknown(message_class), limit).kind, Kind::Wait) << message_class;
  }
}

TEST(Reconcile, AnOtpIsSentAgainWithOrWithoutAnIdempotencyKey) {
  UnknownCase otp = unknown("otp");
  EXPECT_EQ(after(otp, kLimits.otp).kind, Kind::Repeat);
  otp.idempotency_key = true;
  EXPECT_EQ(after(otp, kLimits.otp).kind, Kind::Repeat);
}

TEST(Reconcile, ATransactionalMessageIsSentAgainOnlyUnderAnIdempotencyKey) {
  UnknownCase one = unknown("transactional");
  expect_given_up(one, kLimits.transactional, "no_idempotency_key");
  one.idempotency_key = true;
  EXPECT_EQ(after(one, kLimits.transactional).kind, Kind::Repeat);
}

TEST(Reconcile, AMarketingMessageOrOneOfAnUnknownClassIsNeverSentAgain) {
  for (const char* name : {"marketing", "newsletter", ""}) {
    UnknownCase one = unknown(name);
    one.idempotency_key = true;
    expect_given_up(one, kLimits.marketing, "class_never_repeats");
  }
}

TEST(Reconcile, NothingIsSentAgainOnceItHasExpired) {
  UnknownCase otp = unknown("otp");
  otp.expires_at = kSince + kLimits.otp;
  expect_given_up(otp, kLimits.otp, "expired");
  otp.expires_at = kSince + kLimits.otp + milliseconds{1};
  EXPECT_EQ(after(otp, kLimits.otp).kind, Kind::Repeat);
}

TEST(Reconcile, RepetitionsCountAsAttempts) {
  UnknownCase otp = unknown("otp");
  otp.open.number = otp.most_attempts - 1;
  EXPECT_EQ(after(otp, kLimits.otp).kind, Kind::Repeat);
  otp.open.number = otp.most_attempts;
  expect_given_up(otp, kLimits.otp, "attempts_used");
}

TEST(Reconcile, ARepetitionThatWasNotSentIsRepeatedWithoutAnotherDeadline) {
  UnknownCase otp = unknown("otp");
  otp.open.state = domain::AttemptState::NotSent;
  EXPECT_EQ(after(otp, milliseconds{0}).kind, Kind::Repeat);
}

TEST(Reconcile, AProviderThatCanBeAskedIsAskedSoonAndThenEverMoreSeldomUntilTheDeadline) {
  UnknownCase one = unknown("transactional");
  one.lookup = true;
  std::vector<std::int64_t> looks;
  for (milliseconds passed{0}; passed < kLimits.transactional;) {
    const auto decision = after(one, passed);
    ASSERT_EQ(decision.kind, Kind::Wait);
    passed = decision.at - kSince;
    looks.push_back(passed.count() / 1000);
  }
  EXPECT_EQ(looks, (std::vector<std::int64_t>{5, 10, 20, 40, 80, 160, 320, 640, 900}));
}

Conclusion looked_up(const std::string& kind, int status, const std::string& error_class = {}) {
  return judge_look_up({.kind = kind, .provider_id = "P1", .error_class = error_class}, status);
}

TEST(LookUp, ACompleteAnswerAboutTheMessageIsProof) {
  EXPECT_EQ(looked_up("accepted", 200).outcome.certainty, Certainty::Accepted);
  EXPECT_EQ(looked_up("accepted", 200).outcome.provider_id, "P1");
  for (const int status : {200, 404}) {
    EXPECT_EQ(looked_up("retry", status).outcome.certainty, Certainty::NotSent);
    EXPECT_EQ(looked_up("retry", status).outcome.next, domain::Next::Retry);
  }
  EXPECT_EQ(looked_up("rejected", 200).outcome.certainty, Certainty::NotSent);
  EXPECT_EQ(looked_up("rejected", 200).outcome.next, domain::Next::Final);
}

TEST(LookUp, AFailureOfTheLookUpItselfProvesNothingAboutTheMessage) {
  for (const int status : {0, 301, 400, 401, 403, 429, 500, 502, 503, 504})
    for (const char* kind : {"accepted", "rejected", "retry", "rate_limited", "auth_failed", "unknown"})
      EXPECT_EQ(looked_up(kind, status).outcome.certainty, Certainty::Unknown) << kind << " " << status;
}

TEST(LookUp, WordsThatDoNotSpeakAboutTheMessageProveNothing) {
  for (const char* kind : {"rate_limited", "auth_failed", "unknown", "ok", "events", ""})
    EXPECT_EQ(looked_up(kind, 200).outcome.certainty, Certainty::Unknown) << kind;
  EXPECT_EQ(looked_up("rejected", 200, "unsupported").outcome.certainty, Certainty::Unknown);
  EXPECT_EQ(looked_up("rejected", 404).outcome.certainty, Certainty::Unknown) << "of a wrong URL, perhaps";
  EXPECT_EQ(looked_up("accepted", 404).outcome.certainty, Certainty::Unknown);
}

}  // namespace
}  // namespace herald::dispatch

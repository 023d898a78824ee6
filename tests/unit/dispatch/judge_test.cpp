#include "host/dispatch/judge.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace herald::dispatch {
namespace {

using domain::Certainty;
using domain::Next;
using domain::Reached;

// One test per line of design D3.

Conclusion transport(Reached reached, const std::string& failure, Commits commits) {
  return judge_transport({.reached = reached, .failure = failure}, commits);
}
Conclusion word(const std::string& kind, int status, Commits commits = Commits::Yes) {
  return judge_verdict({.kind = kind, .provider_id = "SM1", .code = "c", .text = "t"}, status, commits);
}
void expect_end(const Conclusion& end, Certainty certainty, Next next, const std::string& error_class) {
  EXPECT_EQ(end.outcome.certainty, certainty);
  EXPECT_EQ(end.outcome.next, next);
  EXPECT_EQ(end.outcome.error_class, error_class);
}

TEST(JudgeTest, DnsConnectTlsAndADeadlineBeforeTheStartAreNotSentAndTriedAgain) {
  for (const char* failure : {"dns", "connect", "tls", "deadline"}) {
    const auto end = transport(Reached::NotStarted, failure, Commits::No);
    expect_end(end, Certainty::NotSent, Next::Retry, "transient");
    EXPECT_EQ(end.outcome.error_code, failure);
  }
}

TEST(JudgeTest, ARefusalByTheGuardIsNotSentAndFinal) {
  for (const char* failure : {"guard_refused", "bad_url", "bad_request"})
    expect_end(transport(Reached::NotStarted, failure, Commits::No), Certainty::NotSent, Next::Final,
               "config");
}

TEST(JudgeTest, WhatDidNotBeginAfterAnEarlierRequestThatCommitsIsUnknown) {
  expect_end(transport(Reached::NotStarted, "connect", Commits::Yes), Certainty::Unknown, Next::Final,
             "transient");
}

TEST(JudgeTest, NoCompleteAnswerAfterARequestThatCommitsIsUnknown) {
  expect_end(transport(Reached::Began, "timeout", Commits::Yes), Certainty::Unknown, Next::Final,
             "transient");
}

TEST(JudgeTest, NoCompleteAnswerAfterARequestThatDoesNotCommitIsNotSent) {
  expect_end(transport(Reached::Began, "timeout", Commits::No), Certainty::NotSent, Next::Retry, "transient");
}

TEST(JudgeTest, ACompleteFourHundredIsThePluginsVerdict) {
  for (const int status : {400, 401, 403, 404, 429, 499, 503}) {
    expect_end(word("rejected", status), Certainty::NotSent, Next::Final, "content_rejected");
    expect_end(word("retry", status), Certainty::NotSent, Next::Retry, "transient");
    expect_end(word("auth_failed", status), Certainty::NotSent, Next::Final, "auth");
    expect_end(word("rate_limited", status), Certainty::NotSent, Next::Retry, "quota");
    expect_end(word("unknown", status), Certainty::Unknown, Next::Final, "transient");
  }
}

TEST(JudgeTest, AFiveHundredIsThePluginsVerdictToo) {
  expect_end(word("retry", 500), Certainty::NotSent, Next::Retry, "transient");
  expect_end(word("unknown", 500), Certainty::Unknown, Next::Final, "transient");
}

TEST(JudgeTest, TheNumberOfAnAcceptanceIsTakenOnlyWhenItIsOne) {
  const auto told = [](const std::string& kind, const std::string& address) {
    return judge_verdict({.kind = kind, .provider_id = "1", .address = address}, 200, Commits::Yes)
        .outcome.reached_at;
  };
  EXPECT_EQ(told("accepted", "+551191234567"), "+551191234567");
  for (const char* bad :
       {"", "551191234567", "+12345", "+1234567890123456", "+44770090x123", "a@example.com"})
    EXPECT_EQ(told("accepted", bad), "") << bad;
  EXPECT_EQ(told("rejected", "+551191234567"), "");
}

TEST(JudgeTest, AGatewayThatSpokeForTheProviderProvesNothing) {
  for (const int status : {502, 504})
    for (const char* kind : {"accepted", "rejected", "retry", "rate_limited", "auth_failed", "unknown"})
      EXPECT_EQ(word(kind, status).outcome.certainty, Certainty::Unknown) << kind << " at " << status;
}

TEST(JudgeTest, AGatewayBeforeAnythingCommitsLeavesThePluginsWord) {
  expect_end(word("retry", 502, Commits::No), Certainty::NotSent, Next::Retry, "transient");
}

TEST(JudgeTest, AnAcceptedTwoHundredIsAcceptedWithTheProvidersId) {
  const auto end = word("accepted", 201);
  expect_end(end, Certainty::Accepted, Next::Final, "");
  EXPECT_EQ(end.outcome.provider_id, "SM1");
}

TEST(JudgeTest, AnUnreadableTwoHundredIsUnknown) {
  expect_end(judge_failure({.code = Errc::Internal, .reason = "bad_plan"}, Commits::Yes), Certainty::Unknown,
             Next::Final, "internal");
  expect_end(word("gibberish", 200), Certainty::Unknown, Next::Final, "transient");
}

TEST(JudgeTest, AcceptedAgainstTheStatusIsUnknown) {
  for (const int status : {302, 404, 500})
    EXPECT_EQ(word("accepted", status).outcome.certainty, Certainty::Unknown) << status;
}

TEST(JudgeTest, AcceptedBeforeAnyRequestIsNotBelieved) {
  EXPECT_EQ(word("accepted", 0, Commits::No).outcome.certainty, Certainty::NotSent);
}

TEST(JudgeTest, APluginThatFailsBeforeAnythingCommittedLeavesItNotSent) {
  const auto end =
      judge_failure({.code = Errc::Timeout, .reason = "plugin_timeout", .detail = "too slow"}, Commits::No);
  expect_end(end, Certainty::NotSent, Next::Retry, "internal");
  EXPECT_EQ(end.outcome.error_code, "plugin_timeout");
}

TEST(JudgeTest, APluginThatRestsIsAskedAgainWhenItWorksAgain) {
  const auto end = judge_failure(
      {.code = Errc::Unavailable, .reason = "plugin_resting", .retry_after_ms = 700}, Commits::No);
  expect_end(end, Certainty::NotSent, Next::Retry, "internal");
  EXPECT_EQ(end.wait, std::chrono::milliseconds{700});
}

TEST(JudgeTest, RateLimitsOfTheAccountPauseTheChannelAndOthersDoNot) {
  const auto limited = [](const std::string& scope, std::optional<std::int64_t> after) {
    return judge_verdict({.kind = "rate_limited", .after_ms = after, .scope = scope}, 429, Commits::Yes);
  };
  EXPECT_TRUE(limited("account", 2'000).pause_channel);
  EXPECT_EQ(limited("account", 2'000).wait, std::chrono::milliseconds{2'000});
  EXPECT_FALSE(limited("recipient", 2'000).pause_channel);
  EXPECT_FALSE(limited("sender", 2'000).pause_channel);
  EXPECT_FALSE(limited("account", std::nullopt).pause_channel) << "nobody knows for how long";
}

TEST(JudgeTest, AWaitIsKeptBetweenNothingAndADay) {
  const auto wait = [](std::int64_t after) {
    return judge_verdict({.kind = "retry", .after_ms = after}, 503, Commits::Yes).wait;
  };
  EXPECT_EQ(wait(-1), std::chrono::milliseconds{0});
  EXPECT_EQ(wait(std::numeric_limits<std::int64_t>::max()), std::chrono::hours{24});
  EXPECT_EQ(wait(90'000), std::chrono::seconds{90});
}

TEST(JudgeTest, ErrorClassesAreAClosedList) {
  const auto rejected = [](const std::string& name) {
    return judge_verdict({.kind = "rejected", .error_class = name}, 400, Commits::Yes).outcome.error_class;
  };
  EXPECT_EQ(rejected("invalid_recipient"), "invalid_recipient");
  EXPECT_EQ(rejected("weather"), "internal");
}

}  // namespace
}  // namespace herald::dispatch

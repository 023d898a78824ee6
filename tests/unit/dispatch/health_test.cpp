#include <gtest/gtest.h>

#include "host/dispatch/judge.hpp"

// What an exchange tells about the channel: its own failures count, a recipient's errors never.

namespace herald::dispatch {
namespace {

using domain::Reached;

Health health_of(const std::string& kind, int status, const std::string& error_class = {}) {
  return judge_verdict({.kind = kind, .error_class = error_class}, status, Commits::Yes).health;
}
Health transport(Reached reached, const std::string& failure) {
  return judge_transport({.reached = reached, .failure = failure}, Commits::Yes).health;
}

TEST(HealthTest, AProviderThatCannotBeReachedOrDoesNotAnswerIsBad) {
  for (const char* failure : {"dns", "connect", "tls", "timeout", "connect_deadline"})
    EXPECT_EQ(transport(Reached::NotStarted, failure), Health::Bad) << failure;
  for (const char* failure : {"timeout", "reset", "bad_answer", "too_large", "second_start"})
    EXPECT_EQ(transport(Reached::Began, failure), Health::Bad) << failure;
}

TEST(HealthTest, OurOwnRulesOverloadAndStopSayNothing) {
  for (const char* failure :
       {"guard_refused", "bad_url", "bad_request", "start_deadline", "shutdown", "internal"})
    EXPECT_EQ(transport(Reached::NotStarted, failure), Health::Unproven) << failure;
  EXPECT_EQ(judge_failure({.reason = "plugin_timeout"}, Commits::Yes).health, Health::Unproven);
}

TEST(HealthTest, RefusedCredentialsAreBadWhateverTheStatus) {
  for (const int status : {0, 200, 400, 401, 403}) EXPECT_EQ(health_of("auth_failed", status), Health::Bad);
  EXPECT_EQ(health_of("rejected", 401, "auth"), Health::Bad);
}

TEST(HealthTest, AServerErrorIsBad) {
  for (const int status : {500, 502, 503, 504, 599})
    for (const char* kind : {"retry", "unknown", "accepted"})
      EXPECT_EQ(health_of(kind, status), Health::Bad) << kind << " " << status;
}

TEST(HealthTest, ARecipientsOwnErrorIsNeverBad) {
  for (const char* name : {"", "invalid_recipient", "blocked", "content_rejected", "unsupported"})
    for (const int status : {200, 400, 404, 422, 500, 503})
      EXPECT_EQ(health_of("rejected", status, name), Health::Good) << name << " " << status;
}

TEST(HealthTest, AnAnswerBelow500IsGoodAlsoWhenItLimitsTheRate) {
  for (const char* kind : {"accepted", "retry", "rate_limited", "unknown"})
    for (const int status : {200, 201, 400, 404, 429, 499})
      EXPECT_EQ(health_of(kind, status), Health::Good) << kind << " " << status;
}

TEST(HealthTest, AVerdictBeforeAnyAnswerSaysNothing) {
  EXPECT_EQ(health_of("rejected", 0, "unsupported"), Health::Unproven);
  EXPECT_EQ(health_of("retry", 0), Health::Unproven);
}

}  // namespace
}  // namespace herald::dispatch

#include "host/intake/policy.hpp"

#include <gtest/gtest.h>

namespace herald::intake {
namespace {

using domain::PolicyVerdict;

constexpr Instant kJudgedAt{std::chrono::seconds{1'700'000'000}};

TEST(PolicyAtIntake, AnAllowedMessageStaysAsItIs) {
  domain::AcceptRequest request;
  apply_policy(request, {.reason = "ignored", .decider = "p"});
  EXPECT_EQ(request.message.status, domain::MessageStatus::Queued);
  EXPECT_EQ(request.message.reason, "");
  EXPECT_EQ(request.decider, "");
}

TEST(PolicyAtIntake, ARefusedMessageIsRejectedWithTheReasonAndTheClassBlocked) {
  domain::AcceptRequest request;
  apply_policy(request, {.kind = PolicyVerdict::Kind::Refuse, .reason = "r", .text = "t", .decider = "p"});
  EXPECT_EQ(request.message.status, domain::MessageStatus::Rejected);
  EXPECT_EQ(request.message.reason, "r");
  EXPECT_EQ(request.message.error_class, "blocked");
  EXPECT_EQ(request.message.error_code, "r");
  EXPECT_EQ(request.message.error_text, "t");
  EXPECT_EQ(request.decider, "p");
}

TEST(PolicyAtIntake, AHeldMessageWaitsUntilThen) {
  domain::AcceptRequest request;
  apply_policy(request,
               {.kind = PolicyVerdict::Kind::Hold, .reason = "r", .decider = "p", .until = kJudgedAt});
  EXPECT_EQ(request.message.status, domain::MessageStatus::Held);
  EXPECT_EQ(request.message.held_until, kJudgedAt);
  EXPECT_EQ(request.message.error_class, "");
}

TEST(PolicyAtIntake, AScheduledMessageIsJudgedForItsTime) {
  domain::AcceptRequest request;
  EXPECT_EQ(sending_time(request, kJudgedAt), kJudgedAt);
  request.message.content.schedule_for = kJudgedAt + std::chrono::hours{1};
  EXPECT_EQ(sending_time(request, kJudgedAt), kJudgedAt + std::chrono::hours{1});
  request.message.content.schedule_for = kJudgedAt - std::chrono::hours{1};
  EXPECT_EQ(sending_time(request, kJudgedAt), kJudgedAt);
}

}  // namespace
}  // namespace herald::intake

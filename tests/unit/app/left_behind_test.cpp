#include "host/app/left_behind.hpp"

#include <gtest/gtest.h>

namespace herald::app {
namespace {

TEST(LeftBehind, IsNotLookedAtWhileItMayStillBeOnTheWire) {
  const Instant now{std::chrono::hours{1}};
  EXPECT_EQ(left_behind({}, now).retry_at, now + std::chrono::seconds{5});
}

TEST(LeftBehind, IsUnknownUnderTheNamesOfItsAttempt) {
  const domain::Attempt attempt{.id = domain::AttemptId{"a"},
                                .message = domain::MessageId{"m"},
                                .tenant = domain::TenantId{"t"},
                                .channel = domain::ChannelId{"c"}};
  const domain::Settlement settlement = left_behind(attempt, {});
  EXPECT_EQ(settlement.outcome.certainty, domain::Certainty::Unknown);
  EXPECT_EQ(settlement.outcome.error_code, "node_restarted");
  EXPECT_EQ(settlement.attempt, attempt.id);
  EXPECT_EQ(settlement.message, attempt.message);
  EXPECT_EQ(settlement.tenant, attempt.tenant);
  EXPECT_EQ(settlement.channel, attempt.channel);
}

}  // namespace
}  // namespace herald::app

#include "host/telemetry/health.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace herald::telemetry {
namespace {

TEST(HealthTest, is_healthy_when_no_check_complains) {
  Health health;
  EXPECT_TRUE(health.report().healthy());
  health.add("database", [] { return std::optional<std::string>{}; });
  EXPECT_TRUE(health.report().healthy());
}

TEST(HealthTest, reports_every_check_by_name_in_order) {
  Health health;
  health.add("database", [] { return std::optional<std::string>{}; });
  health.add("writer", [] { return std::optional<std::string>{"no commit for 12 s"}; });
  const Report report = health.report();
  EXPECT_FALSE(report.healthy());
  EXPECT_EQ(report.findings,
            (std::vector<Finding>{{"database", std::nullopt}, {"writer", "no commit for 12 s"}}));
}

TEST(HealthTest, takes_a_throwing_check_for_a_complaint_and_keeps_its_text_to_itself) {
  Health health;
  health.add("database", []() -> std::optional<std::string> { throw std::runtime_error{"password=x"}; });
  const Report report = health.report();
  ASSERT_FALSE(report.healthy());
  EXPECT_EQ(report.findings[0].reason->find("password"), std::string::npos);
}

}  // namespace
}  // namespace herald::telemetry

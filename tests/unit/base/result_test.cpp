#include "host/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace herald {
namespace {

TEST(Result, holds_a_value_or_an_error) {
  const Result<int> good{3};
  const Result<int> bad{Error{.code = Errc::NotFound, .reason = "gone", .detail = ""}};
  EXPECT_TRUE(good);
  EXPECT_EQ(*good, 3);
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Errc::NotFound);
}

TEST(Result, gives_a_move_only_value_away) {
  Result<std::unique_ptr<int>> result{std::make_unique<int>(5)};
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 5);
}

TEST(ResultDeathTest, stops_the_process_when_the_wrong_side_is_read) {
  const Result<int> good{3};
  const Result<int> bad{Error{}};
  EXPECT_DEATH(static_cast<void>(bad.value()), "broken invariant: has_value");
  EXPECT_DEATH(static_cast<void>(good.error()), "broken invariant: !has_value");
}

}  // namespace
}  // namespace herald

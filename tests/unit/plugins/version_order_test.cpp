#include "host/plugins/version_order.hpp"

#include <gtest/gtest.h>

#include <array>

namespace herald::plugins {
namespace {

TEST(VersionOrder, FollowsTheListOfTheSpecification) {
  constexpr std::array<std::string_view, 12> kRising{
      "0.9.9",      "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
      "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
      "1.0.0",      "1.2.0",        "1.10.0",        "2.0.0"};
  for (std::size_t i = 0; i < kRising.size(); ++i)
    for (std::size_t j = 0; j < kRising.size(); ++j)
      EXPECT_TRUE(compare_versions(kRising[i], kRising[j]) == (i <=> j)) << kRising[i] << ' ' << kRising[j];
}

TEST(VersionOrder, ComparesNumbersOfAnyLengthAndIgnoresBuilds) {
  EXPECT_TRUE(compare_versions("1.0.99999999999999999999", "1.0.100000000000000000000") < 0);
  EXPECT_TRUE(compare_versions("1.01.0", "1.1.0") == 0);
  EXPECT_TRUE(compare_versions("1.0.0+one", "1.0.0+two") == 0);
}

}  // namespace
}  // namespace herald::plugins

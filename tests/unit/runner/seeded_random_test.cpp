#include "host/runner/seeded_random.hpp"

#include <gtest/gtest.h>

namespace herald::runner {
namespace {

TEST(SeededRandomTest, RepeatsItselfForOneSeedOnly) {
  SeededRandom random;
  random.seed(std::string(32, 'a'));
  const std::string first = random.bytes(100);
  EXPECT_EQ(first.size(), 100U);
  EXPECT_NE(first, random.bytes(100)) << "it moves on";
  random.seed(std::string(32, 'a'));
  EXPECT_EQ(first, random.bytes(100));
  random.seed(std::string(32, 'b'));
  EXPECT_NE(first, random.bytes(100));
}

TEST(SeededRandomTest, StaysBelowItsBound) {
  SeededRandom random;
  random.seed(std::string(32, 'a'));
  std::uint64_t seen = 0;
  for (int i = 0; i < 100; ++i) seen |= std::uint64_t{1} << random.below(3);
  EXPECT_EQ(seen, 7U);
}

}  // namespace
}  // namespace herald::runner

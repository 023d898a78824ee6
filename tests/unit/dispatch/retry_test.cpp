#include "host/dispatch/retry.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dispatch/fakes.hpp"

namespace herald::dispatch::test {
namespace {

class Retry : public testing::Test {
 protected:
  std::optional<milliseconds> longest(int next_attempt, std::optional<milliseconds> wish = {}) {
    random.choose = [](std::uint64_t bound) { return bound - 1; };
    return delay_before(policy, next_attempt, wish, random);
  }
  std::optional<milliseconds> shortest(int next_attempt, std::optional<milliseconds> wish = {}) {
    random.choose = [](std::uint64_t) { return 0U; };
    return delay_before(policy, next_attempt, wish, random);
  }
  RetryPolicy policy{
      .first_delay = milliseconds{1'000}, .longest_delay = milliseconds{10'000}, .attempts = 7};
  FakeRandom random;
};

TEST_F(Retry, TheCeilingDoublesUntilTheLongestDelay) {
  const std::vector<int> expected{1'000, 2'000, 4'000, 8'000, 10'000, 10'000};
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(longest(static_cast<int>(i) + 2), milliseconds{expected[i]}) << "before attempt " << i + 2;
}

TEST_F(Retry, TheJitterIsFull) {
  for (int attempt = 2; attempt <= 7; ++attempt) EXPECT_EQ(shortest(attempt), milliseconds{0});
}

TEST_F(Retry, AfterTheLastAttemptThereIsNone) {
  EXPECT_TRUE(longest(7));
  EXPECT_FALSE(longest(8));
  policy.attempts = 1;
  EXPECT_FALSE(longest(2));
}

TEST_F(Retry, TheProvidersWishIsTheLeast) {
  EXPECT_GE(*shortest(2, milliseconds{30'000}), milliseconds{30'000});
  EXPECT_GE(*longest(2, milliseconds{30'000}), milliseconds{30'000});
  EXPECT_LE(*longest(2, milliseconds{30'000}), milliseconds{34'000});
}

TEST_F(Retry, AWishOfMoreThanADayIsCutAndANegativeOneIsNone) {
  const milliseconds day{std::chrono::hours{24}};
  EXPECT_EQ(shortest(2, 10 * day), day);
  EXPECT_EQ(shortest(2, milliseconds::max()), day);
  EXPECT_EQ(shortest(2, milliseconds{-5'000}), milliseconds{0});
}

TEST_F(Retry, ManyAttemptsDoNotOverflow) {
  policy.attempts = 100'000;
  EXPECT_EQ(longest(99'999), milliseconds{10'000});
}

}  // namespace
}  // namespace herald::dispatch::test

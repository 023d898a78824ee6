#include "host/dispatch/token_bucket.hpp"

#include <gtest/gtest.h>

namespace herald::dispatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Tick kStart{seconds{100}};

TEST(TokenBucketTest, GivesItsBurstAtOnceAndThenItsRate) {
  TokenBucket bucket{10, 3, kStart};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(bucket.take(kStart));
  EXPECT_FALSE(bucket.take(kStart));
  EXPECT_FALSE(bucket.take(kStart + milliseconds{99}));
  EXPECT_TRUE(bucket.take(kStart + milliseconds{101}));
  EXPECT_FALSE(bucket.take(kStart + milliseconds{102}));
}

TEST(TokenBucketTest, InTheLongRunGivesNeitherMoreNorLessThanItsRate) {
  TokenBucket bucket{7, 1, kStart};
  int given = 0;
  for (int ms = 0; ms < 10'000; ++ms) given += bucket.take(kStart + milliseconds{ms}) ? 1 : 0;
  EXPECT_GE(given, 69);
  EXPECT_LE(given, 71);
}

TEST(TokenBucketTest, SavesNoMoreThanItsBurst) {
  TokenBucket bucket{10, 2, kStart};
  const Tick later = kStart + seconds{60};
  EXPECT_TRUE(bucket.take(later));
  EXPECT_TRUE(bucket.take(later));
  EXPECT_FALSE(bucket.take(later));
}

TEST(TokenBucketTest, ABurstBelowOneCountsAsOne) {
  TokenBucket bucket{10, 0, kStart};
  EXPECT_TRUE(bucket.take(kStart));
  EXPECT_FALSE(bucket.take(kStart));
}

TEST(TokenBucketTest, SaysWhenTheNextTokenIsThereAndThenItIs) {
  for (const double rate : {0.3, 1.0, 3.0, 7.0, 333.0}) {
    TokenBucket bucket{rate, 1, kStart};
    Tick now = kStart;
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE(bucket.take(now)) << "at " << rate << " per second, token " << i;
      ASSERT_GT(bucket.next(now), now);
      now = bucket.next(now);
    }
  }
}

TEST(TokenBucketTest, WithATokenThereTheNextOneIsNow) {
  const TokenBucket bucket{1, 1, kStart};
  EXPECT_LE(bucket.next(kStart), kStart);
}

TEST(TokenBucketTest, RateZeroIsWithoutLimit) {
  TokenBucket bucket{0, 1, kStart};
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(bucket.take(kStart));
  EXPECT_LE(bucket.next(kStart), kStart);
}

TEST(TokenBucketTest, APauseHoldsBackEverythingAlsoWithoutALimit) {
  for (const double rate : {0.0, 1000.0}) {
    TokenBucket bucket{rate, 5, kStart};
    bucket.pause_until(kStart + seconds{3});
    EXPECT_FALSE(bucket.take(kStart + milliseconds{2'999}));
    EXPECT_EQ(bucket.next(kStart), kStart + seconds{3});
    EXPECT_TRUE(bucket.take(kStart + seconds{3}));
  }
}

TEST(TokenBucketTest, AShorterPauseDoesNotEndALongerOne) {
  TokenBucket bucket{0, 1, kStart};
  bucket.pause_until(kStart + seconds{3});
  bucket.pause_until(kStart + seconds{1});
  EXPECT_FALSE(bucket.take(kStart + seconds{2}));
}

TEST(TokenBucketTest, AClockThatStandsOrSeemsToGoBackGivesNothingForFree) {
  TokenBucket bucket{10, 1, kStart};
  EXPECT_TRUE(bucket.take(kStart));
  EXPECT_FALSE(bucket.take(kStart - seconds{5}));
  EXPECT_FALSE(bucket.take(kStart));
}

}  // namespace
}  // namespace herald::dispatch

#include "host/plugins/restarts.hpp"

#include <gtest/gtest.h>

namespace herald::plugins {
namespace {

using std::chrono::milliseconds;
const Tick kBegin{std::chrono::hours{1}};

TEST(RestartsTest, NothingWaitsBeforeTheFirstFailure) {
  EXPECT_EQ(Restarts{}.pause(kBegin), milliseconds{0});
}

TEST(RestartsTest, ThePauseDoublesFromOneSecondToFiveMinutes) {
  Restarts restarts;
  Tick now = kBegin;
  for (const std::int64_t length : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    restarts.started(now);
    restarts.failed(now);
    EXPECT_EQ(restarts.pause(now), std::chrono::seconds{length});
    now += std::chrono::seconds{length};
    EXPECT_EQ(restarts.pause(now), milliseconds{0});
  }
}

TEST(RestartsTest, AQuietMinuteClearsTheCount) {
  Restarts restarts;
  restarts.started(kBegin);
  restarts.failed(kBegin);
  restarts.failed(kBegin);
  EXPECT_EQ(restarts.failures(), 2U);
  restarts.started(kBegin);
  restarts.failed(kBegin + std::chrono::minutes{1});
  EXPECT_EQ(restarts.failures(), 1U);
  EXPECT_EQ(restarts.pause(kBegin + std::chrono::minutes{1}), std::chrono::seconds{1});
}

}  // namespace
}  // namespace herald::plugins

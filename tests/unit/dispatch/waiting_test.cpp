// Which bucket holds a message, and until when.
#include <gtest/gtest.h>

#include "tests/unit/dispatch/fakes.hpp"

namespace herald::dispatch::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using What = domain::Waiting::What;

class WaitingTest : public testing::Test {
 protected:
  void add(const std::string& id, int priority = 0) {
    domain::Work work = work_of(id, now);
    work.message.content.priority = priority;
    queue.add(std::move(work), now);
  }
  [[nodiscard]] std::optional<domain::Waiting> waiting(const std::string& id, Tick tick = Tick{}) const {
    return queue.waiting(work_of(id, now).message, now, tick);
  }
  void limit(const LaneLimits& limits) { queue.limit(channel, limits, Tick{}); }
  const domain::ChannelId channel{"c1"};
  Instant now{milliseconds{1'700'000'000'000}};
  FairQueue queue{{.capacity = 10}, {.failures = 1}};
};

TEST_F(WaitingTest, WhatIsNotHereIsInTheDatabase) { EXPECT_EQ(waiting("m")->what, What::Memory); }

TEST_F(WaitingTest, WhatIsNotDueWaitsForItsTime) {
  queue.add(work_of("m", now + seconds{9}), now);
  EXPECT_EQ(waiting("m")->what, What::Due);
  EXPECT_EQ(waiting("m")->until, now + seconds{9});
}

TEST_F(WaitingTest, ATurnCountsWhatGoesFirst) {
  for (const char* id : {"a", "b", "c"}) add(id);
  add("urgent", 1);
  EXPECT_EQ(waiting("c")->what, What::Turn);
  EXPECT_EQ(waiting("c")->ahead, 3U);
  EXPECT_EQ(waiting("urgent")->ahead, 0U);
}

TEST_F(WaitingTest, ARateSaysWhenTheMessagesAheadAreThrough) {
  limit({.rate_per_second = 2, .burst = 1});
  for (const char* id : {"a", "b", "c"}) add(id);
  ASSERT_TRUE(queue.take(Tick{}));
  EXPECT_FALSE(waiting("a")) << "it is in flight";
  EXPECT_EQ(waiting("b")->what, What::Rate);
  EXPECT_EQ(*waiting("b")->until - now, milliseconds{501}) << "rounded up";
  EXPECT_EQ(*waiting("c")->until - now, milliseconds{1'001});
}

TEST_F(WaitingTest, APauseLastsAsLongAsItsProviderSaid) {
  limit({.rate_per_second = 2});
  add("m");
  queue.pause(channel, Tick{seconds{3}});
  EXPECT_EQ(waiting("m", Tick{seconds{1}})->what, What::Pause);
  EXPECT_EQ(waiting("m", Tick{seconds{1}})->until, now + seconds{2});
}

TEST_F(WaitingTest, TooManyUnderWayIsNoQuestionOfTime) {
  limit({.concurrency = 1});
  add("a");
  add("b");
  ASSERT_TRUE(queue.take(Tick{}));
  EXPECT_EQ(waiting("b")->what, What::Concurrency);
  EXPECT_FALSE(waiting("b")->until);
}

TEST_F(WaitingTest, AChannelThatFailsIsHeldAndTriedWithOne) {
  add("a");
  add("b");
  add("c");
  const auto first = queue.take(Tick{});
  queue.learn(first->message, Health::Bad, Tick{});
  queue.release(first->message, Tick{});
  EXPECT_EQ(waiting("b")->what, What::Breaker);
  const auto until = waiting("b")->until;
  ASSERT_TRUE(until);
  const Tick probe = std::chrono::ceil<Tick::duration>(*until - now) + Tick{};
  ASSERT_TRUE(queue.take(probe));
  EXPECT_EQ(waiting("c", probe)->what, What::Breaker);
  EXPECT_FALSE(waiting("c", probe)->until) << "what the probe finds decides";
}

}  // namespace
}  // namespace herald::dispatch::test

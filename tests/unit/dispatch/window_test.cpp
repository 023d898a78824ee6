#include "host/dispatch/window.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dispatch/fakes.hpp"

namespace herald::dispatch::test {
namespace {

using std::chrono::seconds;

class WindowTest : public testing::Test {
 protected:
  void store(int count, seconds after = seconds{0}) {
    for (int i = 0; i < count; ++i)
      source.add(work_of("m" + std::to_string(1'000'000 + ++stored), clock.now() + after));
  }
  bool step(FairQueue& queue) { return window.step(queue, clock.now(), clock.tick()); }
  /// Steps until the window wants to sleep. Answers how many loads that took.
  int settle(FairQueue& queue) {
    const int before = source.loads;
    for (int i = 0; i < 100; ++i) {
      step(queue);
      if (window.next(queue, clock.tick()) > clock.tick()) break;
    }
    return source.loads - before;
  }
  /// Takes one message out, sends it and forgets it.
  void deliver(FairQueue& queue) {
    const auto work = queue.take(clock.tick());
    ASSERT_TRUE(work);
    source.remove(work->message.id);
    queue.release(work->message, Tick{});
  }
  FakeClock clock;
  FakeSource source;
  Window window{source};
  int stored{0};
};

TEST_F(WindowTest, TheFirstSweepFindsWhatWasLeftInTheDatabase) {
  FairQueue queue{{.capacity = 10'000}};
  store(1'234);
  settle(queue);
  EXPECT_EQ(queue.size(), 1'234U);
}

TEST_F(WindowTest, AfterASweepTheDatabaseIsLeftInPeaceUntilHalfTheHorizon) {
  FairQueue queue{{.capacity = 10'000}};
  store(3);
  settle(queue);
  EXPECT_EQ(settle(queue), 0);
  const Tick next = window.next(queue, clock.tick());
  EXPECT_GT(next, clock.tick());
  EXPECT_LE(next, clock.tick() + Window::kHorizon);
  store(1);
  clock.passed += std::chrono::ceil<milliseconds>(next - clock.tick());
  settle(queue);
  EXPECT_EQ(queue.size(), 4U);
}

TEST_F(WindowTest, WorkBeyondTheHorizonStaysAndIsThereBeforeItIsDue) {
  FairQueue queue{{.capacity = 10'000}};
  store(1, seconds{90});
  settle(queue);
  EXPECT_EQ(queue.size(), 0U);
  clock.passed += seconds{60};
  settle(queue);
  EXPECT_EQ(queue.size(), 1U);
}

TEST_F(WindowTest, WhatDoesNotFitIsLoadedWhenThereIsRoom) {
  FairQueue queue{{.capacity = 100}};
  store(250);
  settle(queue);
  EXPECT_EQ(queue.size(), 100U);
  EXPECT_GE(window.next(queue, clock.tick()), clock.tick() + seconds{30}) << "without room it may sleep";
  for (int sent = 0; sent < 250; ++sent) {
    deliver(queue);
    settle(queue);
  }
  EXPECT_TRUE(source.stored.empty());
  EXPECT_EQ(queue.size(), 0U);
}

TEST_F(WindowTest, WorkThatWasMissedIsSweptUpOnceThereIsRoom) {
  FairQueue queue{{.capacity = 2}};
  store(2);
  settle(queue);
  store(1);
  window.missed(domain::ChannelId{"c1"});
  settle(queue);
  deliver(queue);
  settle(queue);
  deliver(queue);
  settle(queue);
  EXPECT_EQ(queue.size(), 1U);
}

TEST_F(WindowTest, ADatabaseThatIsAwayIsToldAndAskedAgainAfterAWhile) {
  FairQueue queue{{.capacity = 10}};
  store(1);
  source.away = true;
  EXPECT_FALSE(step(queue));
  const Tick next = window.next(queue, clock.tick());
  EXPECT_GT(next, clock.tick());
  EXPECT_LE(next, clock.tick() + seconds{5});
  const int asked = source.looks;
  EXPECT_TRUE(step(queue));
  EXPECT_EQ(source.looks, asked) << "not before the time it named itself";
  source.away = false;
  clock.passed += std::chrono::ceil<milliseconds>(next - clock.tick());
  EXPECT_TRUE(step(queue));
  EXPECT_EQ(queue.size(), 1U);
}

TEST_F(WindowTest, ManyItemsDueAtOneMomentAreAllFound) {
  FairQueue queue{{.capacity = 10'000}};
  store(1'000);  // two full pages, all with the same due time
  settle(queue);
  EXPECT_EQ(queue.size(), 1'000U);
}

TEST_F(WindowTest, ABacklogOfOneChannelKeepsNoOtherWaiting) {
  FairQueue queue{{.capacity = 2'000, .per_channel = 500}};
  store(20'000);
  source.add(work_of("late", clock.now() + seconds{5}, "t2", "c2"));
  settle(queue);
  EXPECT_TRUE(queue.holds(domain::MessageId{"late"}));
  EXPECT_EQ(queue.size(), 501U);
  EXPECT_LE(source.loads, 4) << "the backlog is not read through for it";
}

TEST_F(WindowTest, AFullQueueTakesSomeOfEveryChannel) {
  FairQueue queue{{.capacity = 1'000, .per_channel = 500, .reserved = 10}};
  for (const char* channel : {"a", "b", "c", "d"})
    for (int i = 0; i < 600; ++i) source.add(work_of(channel + std::to_string(i), clock.now(), "t", channel));
  settle(queue);
  EXPECT_EQ(queue.size(), 1'020U);
}

TEST_F(WindowTest, ADatabaseThatGoesAwayBetweenTwoPagesIsAskedAgainFromThere) {
  FairQueue queue{{.capacity = 10'000}};
  store(1'200);
  ASSERT_TRUE(step(queue));
  EXPECT_EQ(queue.size(), 500U);
  source.away = true;
  EXPECT_FALSE(step(queue));
  source.away = false;
  clock.passed += seconds{5};
  const int loads = source.loads;
  settle(queue);
  EXPECT_EQ(queue.size(), 1'200U);
  EXPECT_EQ(source.loads, loads + 2);
}

}  // namespace
}  // namespace herald::dispatch::test

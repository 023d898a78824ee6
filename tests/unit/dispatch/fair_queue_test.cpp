#include "host/dispatch/fair_queue.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/unit/dispatch/fakes.hpp"

namespace herald::dispatch::test {
namespace {

using std::chrono::seconds;

class FairQueueTest : public testing::Test {
 protected:
  bool add(const std::string& id, const std::string& tenant = "t1", const std::string& channel = "c1",
           int priority = 0) {
    domain::Work work = work_of(id, now, tenant, channel);
    work.message.content.priority = priority;
    return queue.add(work, now);
  }
  std::string take(Tick at = Tick{}) {
    const auto work = queue.take(at);
    if (!work) return "-";
    taken.emplace(work->message.id.text, work->message);
    return work->message.id.text;
  }
  void release(const std::string& id) { queue.release(taken.at(id), Tick{}); }
  /// How many of the next `count` go to each tenant or channel (the text before the dash of their ids).
  std::map<std::string, int> shares(int count) {
    std::map<std::string, int> found;
    for (int i = 0; i < count; ++i) {
      const std::string id = take();
      ++found[id.substr(0, id.find('-'))];
      if (id != "-") release(id);
    }
    return found;
  }
  void limit(const std::string& channel, const LaneLimits& limits) {
    queue.limit(domain::ChannelId{channel}, limits, Tick{});
  }
  Instant now{milliseconds{1'700'000'000'000}};
  FairQueue queue{{.capacity = 1'000}};
  std::map<std::string, domain::Message> taken;
};

TEST_F(FairQueueTest, ATenantWithAHundredMessagesDoesNotHoldUpTheOthers) {
  for (int i = 0; i < 100; ++i) add("big-" + std::to_string(i), "big", "c1");
  for (int i = 0; i < 5; ++i) add("small-" + std::to_string(i), "small", "c2");
  for (int i = 0; i < 5; ++i) add("tiny-" + std::to_string(i), "tiny", "c3");
  const auto found = shares(15);
  EXPECT_EQ(found.at("big"), 5);
  EXPECT_EQ(found.at("small"), 5);
  EXPECT_EQ(found.at("tiny"), 5);
}

TEST_F(FairQueueTest, ManyChannelsDoNotGiveATenantMoreTurns) {
  for (int i = 0; i < 40; ++i) add("many-" + std::to_string(i), "many", "c" + std::to_string(i % 4));
  for (int i = 0; i < 10; ++i) add("one-" + std::to_string(i), "one", "c9");
  EXPECT_EQ(shares(20).at("one"), 10);
}

TEST_F(FairQueueTest, TheChannelsOfATenantTakeTurns) {
  for (int i = 0; i < 50; ++i) add("slow-" + std::to_string(i), "t1", "c1");
  for (int i = 0; i < 5; ++i) add("fast-" + std::to_string(i), "t1", "c2");
  EXPECT_EQ(shares(10).at("fast"), 5);
}

TEST_F(FairQueueTest, HighPriorityGoesFirstWithinItsChannelAndEachClassInOrder) {
  add("n1");
  add("n2");
  add("h1", "t1", "c1", 1);
  add("h2", "t1", "c1", 1);
  EXPECT_EQ(take(), "h1");
  EXPECT_EQ(take(), "h2");
  EXPECT_EQ(take(), "n1");
  EXPECT_EQ(take(), "n2");
  EXPECT_EQ(take(), "-");
}

TEST_F(FairQueueTest, PriorityIsNoPrivilegeAmongTenants) {
  for (int i = 0; i < 10; ++i) add("loud-" + std::to_string(i), "loud", "c1", 1);
  for (int i = 0; i < 10; ++i) add("calm-" + std::to_string(i), "calm", "c2");
  EXPECT_EQ(shares(10).at("calm"), 5);
}

TEST_F(FairQueueTest, WorkThatIsNotDueWaitsAside) {
  queue.add(work_of("later", now + seconds{5}), now);
  EXPECT_EQ(take(), "-");
  EXPECT_EQ(queue.next_due(), now + seconds{5});
  queue.advance(now + milliseconds{4'999});
  EXPECT_EQ(take(), "-");
  queue.advance(now + seconds{5});
  EXPECT_FALSE(queue.next_due());
  EXPECT_EQ(take(), "later");
}

TEST_F(FairQueueTest, ConcurrencyIsRespectedAndReleaseMakesRoom) {
  limit("c1", {.concurrency = 2});
  for (const char* id : {"a", "b", "c"}) add(id);
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "b");
  EXPECT_EQ(take(), "-");
  EXPECT_EQ(queue.in_flight(), 2U);
  release("a");
  EXPECT_EQ(queue.in_flight(), 1U);
  EXPECT_EQ(take(), "c");
}

TEST_F(FairQueueTest, AChannelThatIsFullDoesNotHoldUpTheNext) {
  limit("c1", {.concurrency = 1});
  add("a1");
  add("a2");
  add("b1", "t1", "c2");
  EXPECT_EQ(take(), "a1");
  EXPECT_EQ(take(), "b1");
  EXPECT_EQ(take(), "-");
  EXPECT_FALSE(queue.next_token(Tick{})) << "what waits for a release waits for no token";
}

TEST_F(FairQueueTest, ARateIsRespectedAndTheNextTokenIsTold) {
  limit("c1", {.rate_per_second = 2, .burst = 1});
  for (const char* id : {"a", "b"}) add(id);
  EXPECT_EQ(take(), "a");
  EXPECT_EQ(take(), "-");
  const auto next = queue.next_token(Tick{});
  ASSERT_TRUE(next);
  EXPECT_GE(*next, Tick{milliseconds{500}});
  EXPECT_LE(*next, Tick{milliseconds{501}});
  EXPECT_EQ(take(*next), "b");
}

TEST_F(FairQueueTest, SettingTheSameLimitAgainDoesNotRefillTheBucket) {
  const LaneLimits limits{.rate_per_second = 1, .burst = 1};
  limit("c1", limits);
  for (const char* id : {"a", "b"}) add(id);
  EXPECT_EQ(take(), "a");
  limit("c1", limits);
  EXPECT_EQ(take(), "-");
}

TEST_F(FairQueueTest, APausedChannelRestsAndTheOthersGoOn) {
  limit("c1", {});
  add("a");
  add("b", "t1", "c2");
  queue.pause(domain::ChannelId{"c1"}, Tick{seconds{3}});
  EXPECT_EQ(take(), "b");
  EXPECT_EQ(take(), "-");
  EXPECT_EQ(queue.next_token(Tick{}), Tick{seconds{3}});
  EXPECT_EQ(take(Tick{seconds{3}}), "a");
}

TEST_F(FairQueueTest, AChangedLimitDoesNotEndAPause) {
  limit("c1", {.rate_per_second = 1});
  add("a");
  queue.pause(domain::ChannelId{"c1"}, Tick{seconds{3}});
  limit("c1", {.rate_per_second = 50});
  EXPECT_EQ(take(Tick{seconds{1}}), "-");
  EXPECT_EQ(take(Tick{seconds{3}}), "a");
}

TEST_F(FairQueueTest, CapacityCountsWhatWaitsWhatIsAsideAndWhatIsInFlight) {
  FairQueue small{{.capacity = 3}};
  EXPECT_TRUE(small.add(work_of("a", now), now));
  EXPECT_TRUE(small.take(Tick{}));
  EXPECT_TRUE(small.add(work_of("b", now), now));
  EXPECT_TRUE(small.add(work_of("c", now + seconds{9}), now));
  EXPECT_EQ(small.room(domain::ChannelId{"c1"}), 0U);
  EXPECT_FALSE(small.add(work_of("d", now), now));
  EXPECT_TRUE(small.add(work_of("b", now), now)) << "already here";
  EXPECT_EQ(small.size(), 3U);
  small.release(work_of("a", now).message, Tick{});
  EXPECT_TRUE(small.add(work_of("d", now), now));
}

TEST_F(FairQueueTest, AChannelHasItsShareAndAlwaysAFewPlaces) {
  FairQueue shared{{.capacity = 6, .per_channel = 4, .reserved = 2}};
  const auto fill = [&](const std::string& channel) {
    for (int i = 0; i < 10; ++i) shared.add(work_of(channel + std::to_string(i), now, "t", channel), now);
    return shared.size();
  };
  EXPECT_TRUE(shared.empty(domain::ChannelId{"a"}));
  EXPECT_EQ(fill("a"), 4U);
  EXPECT_FALSE(shared.empty(domain::ChannelId{"a"}));
  EXPECT_EQ(fill("b"), 6U);
  EXPECT_EQ(fill("c"), 8U) << "two beyond its capacity";
  const auto first = shared.take(Tick{});
  shared.release(first->message, Tick{});
  EXPECT_EQ(fill("d"), 9U);
}

TEST_F(FairQueueTest, AMessageThatIsHereOrInFlightIsNotTakenTwice) {
  add("a");
  add("a");
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(take(), "a");
  add("a");
  EXPECT_EQ(take(), "-");
  EXPECT_TRUE(queue.holds(domain::MessageId{"a"}));
  release("a");
  EXPECT_FALSE(queue.holds(domain::MessageId{"a"}));
  add("a");
  EXPECT_EQ(take(), "a");
}

}  // namespace
}  // namespace herald::dispatch::test

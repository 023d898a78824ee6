#include "host/base/mailbox.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <thread>

namespace herald {
namespace {

constexpr std::chrono::hours kForEver{1};
constexpr std::chrono::nanoseconds kNotAtAll{0};

TEST(Mailbox, gives_everything_that_arrived_oldest_first) {
  Mailbox<int> box;
  for (int i = 1; i <= 3; ++i) box.put(i);
  EXPECT_EQ(box.size(), 3U);
  EXPECT_EQ(box.take(), (std::vector<int>{1, 2, 3}));
  EXPECT_TRUE(box.take().empty());
}

TEST(Mailbox, carries_values_that_only_move) {
  Mailbox<std::unique_ptr<int>> box;
  box.put(std::make_unique<int>(5));
  EXPECT_EQ(*box.take().front(), 5);
}

TEST(Mailbox, does_not_wait_while_something_is_there) {
  Mailbox<int> box;
  box.put(1);
  box.wait(kForEver);
  EXPECT_EQ(box.size(), 1U);
}

TEST(Mailbox, ends_its_wait_after_the_longest_time) {
  Mailbox<int> box;
  box.wait(kNotAtAll);
  EXPECT_TRUE(box.take().empty());
}

TEST(Mailbox, remembers_a_wake_for_the_next_wait_and_only_that) {
  Mailbox<int> box;
  box.wake();
  box.wait(kForEver);
  const auto before = std::chrono::steady_clock::now();
  box.wait(std::chrono::milliseconds{5});
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds{5});
}

TEST(Mailbox, loses_nothing_that_many_threads_put) {
  constexpr int kThreads = 4;
  constexpr int kEach = 5000;
  Mailbox<int> box;
  std::vector<std::thread> senders;
  for (int t = 0; t < kThreads; ++t) {
    senders.emplace_back([&box, t] {
      for (int i = 0; i < kEach; ++i) box.put(t * kEach + i);
    });
  }
  std::set<int> seen;
  std::vector<int> newest(kThreads, -1);
  while (seen.size() < kThreads * kEach) {
    box.wait(kForEver);
    for (const int value : box.take()) {
      int& last = newest[static_cast<std::size_t>(value / kEach)];
      EXPECT_LT(last, value) << "a sender's values changed their order";
      last = value;
      seen.insert(value);
    }
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(box.size(), 0U);
}

TEST(Mailbox, wakes_the_owner_from_another_thread) {
  Mailbox<int> box;
  std::thread waker{[&box] { box.wake(); }};
  box.wait(kForEver);
  waker.join();
  EXPECT_EQ(box.size(), 0U);
}

}  // namespace
}  // namespace herald

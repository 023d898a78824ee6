#include "host/dispatch/breaker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace herald::dispatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using State = Breaker::State;

constexpr BreakerPolicy kPolicy{
    .failures = 3, .first_open = milliseconds{1'000}, .longest_open = milliseconds{4'000}};

class BreakerTest : public testing::Test {
 protected:
  [[nodiscard]] bool lets() const { return breaker.next(now) == now; }
  void fail(int times) {
    for (int i = 0; i < times; ++i) breaker.end(Health::Bad, false, now);
  }
  void probe(Health health) {
    now = std::max(now, breaker.open_until().value_or(now));
    ASSERT_TRUE(lets());
    ASSERT_TRUE(breaker.start(now));
    breaker.end(health, true, now);
  }
  Tick now{std::chrono::hours{1}};
  Breaker breaker{kPolicy};
};

TEST_F(BreakerTest, OpensWithTheLastOfTheFailuresInARowAndNotBefore) {
  fail(kPolicy.failures - 1);
  EXPECT_EQ(breaker.state(now), State::Closed);
  EXPECT_TRUE(lets());
  fail(1);
  EXPECT_EQ(breaker.state(now), State::Open);
  EXPECT_FALSE(lets());
}

TEST_F(BreakerTest, ASuccessInBetweenStartsTheRowAnew) {
  fail(kPolicy.failures - 1);
  breaker.end(Health::Good, false, now);
  fail(kPolicy.failures - 1);
  EXPECT_EQ(breaker.state(now), State::Closed);
}

TEST_F(BreakerTest, WhatSaysNothingAboutTheChannelNeitherBreaksTheRowNorJoinsIt) {
  fail(kPolicy.failures - 1);
  for (int i = 0; i < 100; ++i) breaker.end(Health::Unproven, false, now);
  EXPECT_EQ(breaker.state(now), State::Closed);
  fail(1);
  EXPECT_EQ(breaker.state(now), State::Open);
}

TEST_F(BreakerTest, IsHalfOpenFromTheEndOfItsTimeAndNotAMillisecondBefore) {
  fail(kPolicy.failures);
  EXPECT_EQ(breaker.next(now), now + seconds{1});
  now += milliseconds{999};
  EXPECT_EQ(breaker.state(now), State::Open);
  EXPECT_FALSE(lets());
  now += milliseconds{1};
  EXPECT_EQ(breaker.state(now), State::HalfOpen);
  EXPECT_TRUE(lets());
}

TEST_F(BreakerTest, HalfOpenItLetsOneThroughAndTheNextOnlyWhenThatHasEnded) {
  fail(kPolicy.failures);
  now += seconds{1};
  ASSERT_TRUE(breaker.start(now));
  now += std::chrono::hours{1};
  EXPECT_FALSE(breaker.next(now));
  breaker.end(Health::Unproven, true, now);
  EXPECT_EQ(breaker.state(now), State::HalfOpen);
  EXPECT_TRUE(lets()) << "a probe that told nothing leaves its place to the next";
}

TEST_F(BreakerTest, AGoodProbeClosesItAndTheRowIsForgotten) {
  fail(kPolicy.failures);
  probe(Health::Good);
  EXPECT_EQ(breaker.state(now), State::Closed);
  fail(kPolicy.failures - 1);
  EXPECT_TRUE(lets());
  fail(1);
  EXPECT_EQ(breaker.next(now), now + seconds{1}) << "the time begins small again";
}

TEST_F(BreakerTest, EachFailedProbeDoublesTheTimeUpToTheLongest) {
  fail(kPolicy.failures);
  for (const auto wait : {seconds{2}, seconds{4}, seconds{4}}) {
    probe(Health::Bad);
    EXPECT_EQ(breaker.next(now), now + wait);
  }
}

TEST_F(BreakerTest, WhatBeganBeforeItOpenedDecidesNothingAfterwards) {
  fail(kPolicy.failures);
  const auto until = breaker.open_until();
  fail(10);
  breaker.end(Health::Good, false, now);
  EXPECT_EQ(breaker.open_until(), until);
  now += seconds{1};
  ASSERT_TRUE(breaker.start(now));
  fail(10);
  breaker.end(Health::Good, false, now);
  EXPECT_FALSE(breaker.next(now)) << "only the probe's own end counts";
}

/// Many deliveries of random length on a channel that is sick and well in turns; the far side answers each
/// according to its health at the delivery's end, and some say nothing.
class Life {
 public:
  explicit Life(unsigned seed) : dice_{seed} {}
  void run() {
    for (int turn = 0; turn < 4'000 && !testing::Test::HasFailure(); ++turn) {
      now_ += milliseconds{below(40)};
      if (below(200) == 0) change_health();
      finish();
      begin();
      check();
    }
  }
  [[nodiscard]] int opened() const { return opened_; }
  [[nodiscard]] int recovered() const { return recovered_; }

 private:
  static constexpr milliseconds kLongestDelivery{500};
  struct UnderWay {
    Tick ends;
    bool probe;
  };
  int below(int bound) { return static_cast<int>(dice_() % static_cast<unsigned>(bound)); }
  void change_health() {
    sick_ = !sick_;
    changed_ = now_;
  }
  Health report() {
    if (below(10) == 0) return Health::Unproven;
    return sick_ ? Health::Bad : Health::Good;
  }
  void finish() {
    std::ranges::sort(running_, {}, &UnderWay::ends);
    while (!running_.empty() && running_.front().ends <= now_) {
      const UnderWay done = running_.front();
      running_.erase(running_.begin());
      const Health health = report();
      const State before = breaker_.state(now_);
      if (before == State::Closed)
        in_a_row_ = health == Health::Bad ? in_a_row_ + 1 : in_a_row_ * (health != Health::Good);
      breaker_.end(health, done.probe, now_);
      const State after = breaker_.state(now_);
      if (before == State::Closed && after == State::Open) {
        EXPECT_EQ(in_a_row_, kPolicy.failures) << "held a channel without the failures that ask for it";
        ++opened_;
      }
      if (before != State::Closed && after == State::Closed) {
        EXPECT_TRUE(done.probe && health == Health::Good);
        in_a_row_ = 0;
        ++recovered_;
      }
    }
  }
  void begin() {
    for (int wish = below(5); wish > 0; --wish) {
      const State state = breaker_.state(now_);
      const auto next = breaker_.next(now_);
      EXPECT_TRUE(state != State::Open || *next > now_) << "an open breaker let one through";
      EXPECT_TRUE(state != State::Closed || next == now_) << "a closed breaker held one";
      if (!next || *next > now_) continue;
      const bool probe = breaker_.start(now_);
      EXPECT_EQ(probe, state == State::HalfOpen);
      running_.push_back({now_ + milliseconds{1 + below(kLongestDelivery.count())}, probe});
    }
  }
  void check() {
    EXPECT_LE(std::ranges::count(running_, true, &UnderWay::probe), 1) << "more than one probe";
    // Ten probes in a row that say nothing are less likely than anything else that can go wrong here.
    const auto patience = kPolicy.longest_open + 10 * kLongestDelivery;
    if (!sick_ && now_ > changed_ + patience) {
      EXPECT_EQ(breaker_.state(now_), State::Closed) << "a channel that is well again is still held";
    }
  }

  std::mt19937 dice_;
  Tick now_{std::chrono::hours{1}};
  Tick changed_{now_};
  bool sick_{false};
  int in_a_row_{0};
  int opened_{0};
  int recovered_{0};
  std::vector<UnderWay> running_;
  Breaker breaker_{kPolicy};
};

TEST(BreakerProperty, NeverHoldsAHealthyChannelAndNeverLetsMoreThanOneProbeOut) {
  int opened = 0;
  int recovered = 0;
  for (unsigned seed = 1; seed <= 50 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life life{seed};
    life.run();
    opened += life.opened();
    recovered += life.recovered();
  }
  EXPECT_GT(opened, 100) << "the lives were too quiet to prove anything";
  EXPECT_GT(recovered, 100);
}

}  // namespace
}  // namespace herald::dispatch

#include "host/plugins/lane.hpp"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace herald::plugins {
namespace {

using std::chrono::milliseconds;
const Tick kStart{std::chrono::hours{1}};
const Tick kLater = kStart + std::chrono::hours{1};

Lane::Job answer(std::string text) {
  return [text = std::move(text)]() -> Result<Reply> { return Reply{text, {}}; };
}

/// Collects completions as texts: the reply, or the error's reason.
struct Ends {
  std::vector<std::string> texts;
  ReplyDone add() {
    return
        [this](const Result<Reply>& reply) { texts.push_back(reply ? reply->json : reply.error().reason); };
  }
};

TEST(Lane, RunsJobsOneByOneInOrder) {
  Lane lane{"x", {}};
  Ends ends;
  lane.submit(answer("a"), kLater, ends.add());
  lane.submit(answer("b"), kLater, ends.add());
  EXPECT_EQ(lane.step(kStart), kStart);  // another one waits
  EXPECT_EQ(ends.texts, std::vector<std::string>{"a"});
  EXPECT_EQ(lane.step(kStart), Tick::max());
  EXPECT_EQ(lane.step(kStart), Tick::max());
  EXPECT_EQ(ends.texts, (std::vector<std::string>{"a", "b"}));
}

TEST(Lane, DoesNotRunAJobWhoseDeadlineHasPassed) {
  Lane lane{"x", {}};
  Ends ends;
  bool ran = false;
  lane.submit(
      [&ran]() -> Result<Reply> {
        ran = true;
        return Reply{};
      },
      kStart, ends.add());
  lane.step(kStart);
  EXPECT_FALSE(ran);
  EXPECT_EQ(ends.texts, std::vector<std::string>{"plugin_timeout"});
}

TEST(Lane, RefusesAtOnceWhenItsQueueIsFull) {
  Lane lane{"x", {.queue = 1}};
  Ends ends;
  lane.submit(answer("a"), kLater, ends.add());
  lane.submit(answer("b"), kLater, ends.add());
  EXPECT_EQ(ends.texts, std::vector<std::string>{"plugin_busy"});
  lane.step(kStart);
  EXPECT_EQ(ends.texts, (std::vector<std::string>{"plugin_busy", "a"}));
}

TEST(Lane, TurnsAnExceptionOfAJobIntoAnError) {
  Lane lane{"x", {}};
  Ends ends;
  lane.submit([]() -> Result<Reply> { throw std::runtime_error{"secret"}; }, kLater, ends.add());
  lane.step(kStart);
  EXPECT_EQ(ends.texts, std::vector<std::string>{"lane_failed"});
  EXPECT_EQ(lane.state(), LaneState::Open);
}

TEST(Lane, FailsWhatWaitsWhenItIsClosed) {
  Lane lane{"x", {}};
  Ends ends;
  lane.submit(answer("a"), kLater, ends.add());
  lane.close();
  lane.submit(answer("b"), kLater, ends.add());
  lane.step(kStart);
  EXPECT_EQ(ends.texts, (std::vector<std::string>{"plugin_closed", "plugin_closed"}));
  EXPECT_EQ(lane.state(), LaneState::Closed);
}

TEST(Lane, AJobMayQueueAnother) {
  Lane lane{"x", {}};
  Ends ends;
  lane.submit(answer("a"), kLater,
              [&](const Result<Reply>&) { lane.submit(answer("b"), kLater, ends.add()); });
  EXPECT_EQ(lane.step(kStart), kStart);
  lane.step(kStart);
  EXPECT_EQ(ends.texts, std::vector<std::string>{"b"});
}

TEST(LaneWatch, FailsWaitingJobsThatAreLateAndSaysWhenToLookAgain) {
  Lane lane{"x", {}};
  Ends ends;
  lane.submit(answer("late"), kStart, ends.add());
  lane.submit(answer("fine"), kLater, ends.add());
  EXPECT_EQ(lane.watch(kStart), kLater);
  EXPECT_EQ(ends.texts, std::vector<std::string>{"plugin_timeout"});
  lane.step(kStart);
  EXPECT_EQ(ends.texts, (std::vector<std::string>{"plugin_timeout", "fine"}));
  EXPECT_EQ(lane.watch(kStart), Tick::max());
}

/// A job that another thread is stuck in until the test lets it go.
class HangingJob : public ::testing::Test {
 protected:
  void hang() {
    lane_.submit(
        [this]() -> Result<Reply> {
          began_.set_value();
          go_on_.get_future().wait();
          return Reply{"too late", {}};
        },
        kLater, ends_.add());
    thread_ = std::thread{[this] { lane_.step(kStart); }};
    began_.get_future().wait();
  }
  void let_go() {
    go_on_.set_value();
    thread_.join();
  }
  Lane lane_{"x", {.longest_job = milliseconds{100}}};
  Ends ends_;
  std::promise<void> began_;
  std::promise<void> go_on_;
  std::thread thread_;
};

TEST_F(HangingJob, IsLeftAloneUntilItsTimeIsOver) {
  hang();
  EXPECT_FALSE(lane_.overdue(kStart + milliseconds{99}));
  EXPECT_EQ(lane_.watch(kStart + milliseconds{99}), kStart + milliseconds{100});
  EXPECT_EQ(lane_.state(), LaneState::Open);
  EXPECT_TRUE(ends_.texts.empty());
  let_go();
  EXPECT_EQ(ends_.texts, std::vector<std::string>{"too late"});  // late, but nobody had given it up
}

TEST_F(HangingJob, AbandonsTheLaneAndFailsAllThatWait) {
  hang();
  lane_.submit(answer("a"), kLater, ends_.add());
  EXPECT_TRUE(lane_.overdue(kStart + milliseconds{100}));
  EXPECT_EQ(lane_.watch(kStart + milliseconds{100}), Tick::max());
  EXPECT_EQ(lane_.state(), LaneState::Abandoned);
  EXPECT_EQ(ends_.texts, (std::vector<std::string>{"plugin_overrun", "plugin_abandoned"}));
  lane_.submit(answer("b"), kLater, ends_.add());
  EXPECT_EQ(ends_.texts.back(), "plugin_abandoned");
  let_go();
  EXPECT_EQ(ends_.texts.size(), 3u) << "the lost job's result must be dropped";
  EXPECT_EQ(lane_.step(kStart), Tick::max());
}

TEST_F(HangingJob, EndsInTheOrdinaryWayWhenTheLaneIsClosedMeanwhile) {
  hang();
  lane_.close();
  let_go();
  EXPECT_EQ(ends_.texts, std::vector<std::string>{"too late"});
}

TEST(LaneWait, IsEndedByAJobAndByClosing) {
  Lane lane{"x", {}};
  Ends ends;
  std::thread worker{[&] {
    while (lane.state() == LaneState::Open) {
      lane.wait(std::chrono::minutes{1});
      lane.step(kStart);
    }
  }};
  std::promise<std::string> answered;
  lane.submit(answer("a"), kLater, [&](const Result<Reply>& reply) { answered.set_value(reply->json); });
  EXPECT_EQ(answered.get_future().get(), "a");
  lane.close();
  worker.join();
}

}  // namespace
}  // namespace herald::plugins

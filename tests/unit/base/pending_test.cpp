#include "host/base/pending.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

namespace herald {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLongest = std::chrono::hours{1};

using Completion = std::function<void(Result<int>)>;

TEST(Pending, brings_what_another_thread_answers) {
  Pending<int> pending;
  const std::jthread other{[done = Completion{pending.completion()}] { done(7); }};
  EXPECT_EQ(pending.wait(kLongest).value().value(), 7);
}

TEST(Pending, brings_an_error_as_it_is) {
  Pending<int> pending;
  pending.completion()(Error{.code = Errc::Conflict, .reason = "taken", .detail = ""});
  EXPECT_EQ(pending.wait(kLongest).value().error().reason, "taken");
}

TEST(Pending, knows_nothing_when_the_time_is_over_and_a_late_answer_does_no_harm) {
  Completion late;
  {
    Pending<int> pending;
    late = pending.completion();
    EXPECT_FALSE(pending.wait(milliseconds{1}));
  }
  late(7);
}

TEST(Pending, does_not_wait_for_an_answer_that_was_dropped) {
  Pending<int> pending;
  {
    const Completion dropped = pending.completion();
  }
  EXPECT_FALSE(pending.wait(kLongest));
}

}  // namespace
}  // namespace herald

#include "host/api/commit.hpp"

#include <gtest/gtest.h>

namespace herald::api {
namespace {

using std::chrono::milliseconds;

TEST(Commit, returns_what_the_completion_brought) {
  const auto result =
      wait_for_commit<int>(milliseconds{1000}, [](domain::Completion<int> done) { done(Result<int>{7}); });
  EXPECT_EQ(result.value(), 7);
}

TEST(Commit, passes_a_refusal_on) {
  const auto result = wait_for_commit<int>(milliseconds{1000}, [](domain::Completion<int> done) {
    done(Error{.code = Errc::Conflict, .reason = "reference_taken", .detail = ""});
  });
  EXPECT_EQ(result.error().reason, "reference_taken");
}

TEST(Commit, does_not_know_the_outcome_when_the_deadline_passes) {
  domain::Completion<int> kept;
  const auto result =
      wait_for_commit<int>(milliseconds{1}, [&](domain::Completion<int> done) { kept = std::move(done); });
  EXPECT_EQ(result.error().code, Errc::Unavailable);
  EXPECT_EQ(result.error().reason, "outcome_unknown");
  kept(Result<int>{7});  // too late for anybody, and harmless
}

TEST(Commit, does_not_know_the_outcome_of_a_step_that_was_dropped) {
  const auto result = wait_for_commit<int>(milliseconds{1000}, [](domain::Completion<int>) {});
  EXPECT_EQ(result.error().reason, "outcome_unknown");
}

}  // namespace
}  // namespace herald::api

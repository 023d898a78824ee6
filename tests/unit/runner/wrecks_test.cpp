// Plugins that ruin their process: the call fails with a reason, and the next one has a new process.
#include "tests/unit/runner/house.hpp"

namespace herald::runner {
namespace {

using std::chrono::milliseconds;

#ifdef __SANITIZE_ADDRESS__  // which reports the signal and exits
constexpr const char* kSegfault =
    "plugin_crashed: the plugin's process did not answer: it ended with exit status 1";
#else
constexpr const char* kSegfault =
    "plugin_crashed: the plugin's process did not answer: it ended by Segmentation fault";
#endif

struct Wreck {
  const char* way;
  const char* failure;  ///< how "reason: detail" begins
};

class WrecksTest : public testing::RunnerHouse, public ::testing::WithParamInterface<Wreck> {};

TEST_P(WrecksTest, FailsTheCallAndServesTheNextInANewProcess) {
  if (std::string_view{GetParam().way} == "spin" || std::string_view{GetParam().way} == "close")
    limit_ = milliseconds{700};
  auto plugin = open("wrecker");
  ASSERT_TRUE(plugin) << plugin.error().detail;
  const std::string failed = failure(**plugin, GetParam().way);
  EXPECT_TRUE(failed.starts_with(GetParam().failure)) << failed;
  clock_->advance(std::chrono::seconds{1});
  const auto next = plan(**plugin, "fine");
  ASSERT_TRUE(next) << next.error().reason << ' ' << next.error().detail;
  EXPECT_EQ(next->json, R"("fine")");
}

INSTANTIATE_TEST_SUITE_P(
    Ways, WrecksTest,
    ::testing::Values(
        Wreck{"segfault", kSegfault},
        Wreck{"abort", "plugin_crashed: the plugin's process did not answer: it ended by Aborted"},
        Wreck{"exit", "plugin_crashed: the plugin's process did not answer: it ended with exit status 0"},
        Wreck{"close", "plugin_crashed: the plugin's process did not answer: it closed its socket"},
        Wreck{"spin", "plugin_timeout: the plugin did not answer in time"},
        Wreck{"garbage", "plugin_garbage: expected one answer from the plugin's process, found "},
        Wreck{"gigabyte",
              "plugin_garbage: expected one answer from the plugin's process, found expected a "
              "frame of the runner, found one of 1073741824 bytes"},
        Wreck{"stale_answer",
              "plugin_garbage: expected one answer from the plugin's process, found an answer to another"},
        Wreck{"long_text", "plugin_garbage: "}, Wreck{"empty_answer", "plugin_garbage: "}),
    [](const auto& wreck) { return std::string{wreck.param.way}; });

class WreckTest : public testing::RunnerHouse {};

#ifndef __SANITIZE_ADDRESS__  // whose shadow memory no limit of the process could hold
TEST_F(WreckTest, MemoryEndsAtTheLimitOfTheProcessAndANewOneHasItAgain) {
  auto plugin = open("wrecker");
  ASSERT_TRUE(plugin) << plugin.error().detail;
  EXPECT_EQ(failure(**plugin, "leak"),
            "plugin_exhausted: plan: status 101, out of memory; its process has no memory left");
  clock_->advance(std::chrono::seconds{1});
  EXPECT_TRUE(plan(**plugin, "fine"));
}
#endif

TEST_F(WreckTest, AnAnswerBeyondItsLimitCostsTheCallOnly) {
  auto plugin = open("wrecker");
  ASSERT_TRUE(plugin) << plugin.error().detail;
  EXPECT_EQ(failure(**plugin, "much"), "plugin_overflow: plan: expected at most 1048576 bytes, found more");
  EXPECT_TRUE(plan(**plugin, "fine")) << "the process goes on";
}

TEST_F(WreckTest, TheLargestAnswerAllowedArrives) {
  auto plugin = open("wrecker");
  ASSERT_TRUE(plugin) << plugin.error().detail;
  const auto reply = plan(**plugin, "bytes");
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(reply->bytes, std::string(std::size_t{32} << 20U, 'b'));
}

TEST_F(WreckTest, CallsFailAtOnceWhileTheProcessRests) {
  auto plugin = open("wrecker");
  ASSERT_TRUE(plugin) << plugin.error().detail;
  static_cast<void>(failure(**plugin, "segfault"));
  clock_->advance(milliseconds{999});
  const auto resting = plan(**plugin, "fine");
  ASSERT_FALSE(resting);
  EXPECT_EQ(resting.error().reason, "plugin_resting");
  EXPECT_EQ(resting.error().code, Errc::Unavailable);
  EXPECT_EQ(resting.error().retry_after_ms, 1);
  EXPECT_NE(resting.error().detail.find("failed 1 times in a row"), std::string::npos);
}

}  // namespace
}  // namespace herald::runner

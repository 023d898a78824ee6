#include "host/plugins/probe.hpp"

#include <gtest/gtest.h>

#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

using std::chrono::milliseconds;

class ProbeTest : public ::testing::Test {
 protected:
  Result<Done> run(std::string_view name, milliseconds longest = milliseconds{5000}) {
    return probe({HERALD_PROBE}, scratch_.put(std::string{name} + ".so", testing::fixture(name)), longest);
  }
  testing::Scratch scratch_;
};

TEST_F(ProbeTest, AcceptsAGoodPlugin) {
  const auto probed = run("good");
  EXPECT_TRUE(probed) << probed.error().detail;
}

TEST_F(ProbeTest, EndsAPluginThatHangs) {
  const auto probed = run("hang", milliseconds{150});
  ASSERT_FALSE(probed);
  EXPECT_EQ(probed.error().reason, "probe_hung");
  EXPECT_NE(probed.error().detail.find("150 ms"), std::string::npos);
}

TEST_F(ProbeTest, NamesTheSignalOfACrash) {
  const auto probed = run("crash");
  ASSERT_FALSE(probed);
  EXPECT_EQ(probed.error().detail, "expected a plugin that survives being opened, found Aborted");
}

TEST_F(ProbeTest, IsNotTakenInByAnEarlyExit) { EXPECT_EQ(run("leaves").error().reason, "probe_crashed"); }

TEST_F(ProbeTest, SaysWhenItCannotStart) {
  const auto probed = probe({"/nonexistent/heraldd"}, scratch_.put("a.so", "x"), milliseconds{5000});
  ASSERT_FALSE(probed);
  EXPECT_EQ(probed.error().reason, "probe_failed");
  EXPECT_EQ(probed.error().code, Errc::Unavailable);
}

}  // namespace
}  // namespace herald::plugins

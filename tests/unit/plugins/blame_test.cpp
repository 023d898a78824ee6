#include "host/plugins/blame.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "host/plugins/crash_record.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

/// Ends in a child under a record; answers what the record says. The child meets the signal itself.
class BlameTest : public ::testing::Test {
 protected:
  std::string record_of(const std::function<void()>& end) {
    const pid_t child = ::fork();
    if (child == 0) {
      std::signal(SIGSEGV, SIG_DFL);
      std::signal(SIGABRT, SIG_DFL);
      const CrashRecord record{path_};
      end();
      ::_exit(0);
    }
    ::waitpid(child, &status_, 0);
    return testing::read_file(path_);
  }
  testing::Scratch scratch_;
  std::filesystem::path path_{scratch_.path() / "record"};
  std::string suspect_{suspicion("org.example.bad", "00ff")};
  int status_{0};
};

TEST_F(BlameTest, AFatalSignalIsBlamedOnWhatTheThreadRuns) {
  EXPECT_EQ(record_of([&] {
              const Blame outer{suspect_, "plan"};
              {
                const Blame inner{suspect_, "close"};
              }
              std::abort();
            }),
            "quarantined org.example.bad 00ff crashed_in_plan\n");
  EXPECT_TRUE(WIFSIGNALED(status_));
  EXPECT_EQ(WTERMSIG(status_), SIGABRT);
}

TEST_F(BlameTest, ASignalThatWasSentTakesItsCourse) {
  EXPECT_EQ(record_of([&] {
              const Blame blame{suspect_, "validate"};
              ::raise(SIGSEGV);
            }),
            "quarantined org.example.bad 00ff crashed_in_validate\n");
  EXPECT_EQ(WTERMSIG(status_), SIGSEGV);
}

TEST_F(BlameTest, ACrashOutsidePluginsIsBlamedOnNobody) {
  EXPECT_EQ(record_of([&] {
              {
                const Blame over{suspect_, "plan"};
              }
              ::raise(SIGSEGV);
            }),
            "");
  EXPECT_EQ(WTERMSIG(status_), SIGSEGV);
}

TEST_F(BlameTest, ARecordBecomesHolds) {
  scratch_.put("record", suspect_ + "plan\n" + suspect_ + "close\n");
  HoldFile holds{scratch_.path() / "holds"};
  ASSERT_TRUE(adopt_crashes(path_, holds));
  const auto hold = holds.against("org.example.bad", "00ff");
  ASSERT_TRUE(hold);
  EXPECT_EQ(hold->kind, HoldKind::Quarantined);
  EXPECT_EQ(hold->reason, "crashed_in_close");
}

}  // namespace
}  // namespace herald::plugins

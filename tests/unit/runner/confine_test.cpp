#include "host/runner/confine.hpp"

#include <cerrno>

#include "host/json/document.hpp"
#include "tests/unit/runner/house.hpp"

namespace herald::runner {
namespace {

class ConfineTest : public testing::RunnerHouse, public ::testing::WithParamInterface<const char*> {
 protected:
  /// What the attempt of that name came to, "constructor" or "call".
  std::int64_t outcome(const char* when) {
    auto plugin = open("trespasser");
    EXPECT_TRUE(plugin) << plugin.error().detail;
    const auto reply = plan(**plugin, "send");
    EXPECT_TRUE(reply) << reply.error().detail;
    const auto document = json::parse(reply->json);
    EXPECT_TRUE(document) << reply->json;
    return document->member(when)->member(GetParam())->integer().value_or(-1);
  }
};

TEST_P(ConfineTest, ACallThatTriesGetsEperm) { EXPECT_EQ(outcome("call"), EPERM); }

TEST_P(ConfineTest, AConstructorThatTriesIsRefused) {
  const auto got = outcome("constructor");
  // While the library is being loaded opening for reading is permitted by the filter and refused by Landlock.
  const bool read = std::string_view{GetParam()} == "read_a_file";
  EXPECT_EQ(got, read ? EACCES : EPERM);
}

INSTANTIATE_TEST_SUITE_P(Attempts, ConfineTest,
                         ::testing::Values("socket", "unix_socket", "connect", "pass_descriptor",
                                           "open_for_write", "open_for_both", "create", "read_a_file",
                                           "unlink", "mkdir", "memory_file", "fork", "thread", "exec",
                                           "ptrace", "foreign_memory", "kill_parent", "kill_by_thread",
                                           "mount", "namespace", "outlive_parent", "raise_limit", "io_uring",
                                           "bpf"),
                         [](const auto& attempt) { return std::string{attempt.param}; });

class LoadedTest : public testing::RunnerHouse {};

TEST_F(LoadedTest, MapsNoMoreCodeOnceItServes) {
  auto plugin = open("trespasser");
  ASSERT_TRUE(plugin) << plugin.error().detail;
  EXPECT_EQ(plan(**plugin, "map_code")->json, std::to_string(EPERM));
}

}  // namespace
}  // namespace herald::runner

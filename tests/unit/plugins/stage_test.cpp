#include "host/plugins/stage.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

PluginFile plugin(std::string bytes) { return {"/etc/x.so", bytes, digest_of(bytes)}; }

ino_t inode(const fs::path& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

TEST(Stage, KeepsAReadOnlyCopyNamedByItsDigest) {
  const testing::Scratch scratch;
  const PluginFile file = plugin("abc");
  const auto staged = stage(file, scratch.path());
  ASSERT_TRUE(staged) << staged.error().detail;
  EXPECT_EQ(*staged, scratch.path() / "plugins" / (file.digest + ".so"));
  EXPECT_EQ(testing::read_file(*staged), "abc");
  EXPECT_EQ(fs::status(*staged).permissions(), fs::perms{0444});
}

TEST(Stage, LeavesACopyThatIsAlreadyThere) {
  const testing::Scratch scratch;
  const auto first = stage(plugin("abc"), scratch.path());
  ASSERT_TRUE(first);
  const auto before = inode(*first);
  ASSERT_TRUE(stage(plugin("abc"), scratch.path()));
  EXPECT_EQ(inode(*first), before);
}

TEST(Stage, ReplacesACopyThatIsNotWhatItsNameSays) {
  const testing::Scratch scratch;
  const auto staged = stage(plugin("abc"), scratch.path());
  ASSERT_TRUE(staged);
  fs::remove(*staged);
  scratch.put("plugins/" + staged->filename().string(), "xyz");
  ASSERT_TRUE(stage(plugin("abc"), scratch.path()));
  EXPECT_EQ(testing::read_file(*staged), "abc");
}

TEST(Stage, LeavesNoDraftBehind) {
  const testing::Scratch scratch;
  ASSERT_TRUE(stage(plugin("abc"), scratch.path()));
  EXPECT_EQ(std::distance(fs::directory_iterator{scratch.path() / "plugins"}, {}), 1);
}

TEST(Stage, SaysWhatStandsInTheWay) {
  const testing::Scratch scratch;
  scratch.put("plugins", "a file, not a directory");
  const auto staged = stage(plugin("abc"), scratch.path());
  ASSERT_FALSE(staged);
  EXPECT_EQ(staged.error().reason, "staging_failed");
  EXPECT_NE(staged.error().detail.find(scratch.path().string()), std::string::npos);
}

/// 0: refused as noexec; 1: not refused; 2: this machine lets nobody mount.
int stage_on_noexec(const fs::path& directory) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("none", directory.c_str(), "tmpfs", MS_NOEXEC, nullptr) != 0)
    return 2;
  const auto staged = stage(plugin("abc"), directory);
  return !staged && staged.error().reason == "noexec" ? 0 : 1;
}

TEST(Stage, RefusesAMountThatForbidsExecution) {
  const testing::Scratch scratch;
  const pid_t child = ::fork();
  if (child == 0) ::_exit(stage_on_noexec(scratch.path()));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  if (WEXITSTATUS(status) == 2) GTEST_SKIP() << "mounting needs privileges";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace herald::plugins

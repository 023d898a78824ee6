#include "host/plugins/watch.hpp"

#include <gtest/gtest.h>

#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class WatchTest : public ::testing::Test {
 protected:
  WatchTest() {
    fs::create_directory(scratch_.path() / "in");
    EXPECT_TRUE(watch_.step(now_).all) << "what was there before the watch";
  }
  std::vector<std::string> after(milliseconds later) {
    watch_.step(now_);  // takes the events in at this time
    std::vector<std::string> names;
    for (const auto& path : watch_.step(now_ + later).files) names.push_back(path.filename().string());
    return names;
  }
  testing::Scratch scratch_;
  Tick now_{std::chrono::seconds{100}};
  DirectoryWatch watch_{{scratch_.path() / "in"}, milliseconds{200}};
};

TEST_F(WatchTest, TellsOfAFileOnceItHasSettled) {
  scratch_.put("in/.a.so", "x");
  fs::rename(scratch_.path() / "in/.a.so", scratch_.path() / "in/a.so");
  EXPECT_TRUE(after(milliseconds{199}).empty());
  EXPECT_EQ(after(milliseconds{200}), std::vector<std::string>{"a.so"});
  EXPECT_TRUE(after(milliseconds{10'000}).empty());
}

TEST_F(WatchTest, TellsOfDeletionNewModesAndSignatures) {
  scratch_.put("in/a.so", "x");
  scratch_.put("in/b.so", "x");
  static_cast<void>(after(milliseconds{200}));
  fs::remove(scratch_.path() / "in/a.so");
  fs::permissions(scratch_.path() / "in/b.so", fs::perms{0600});
  scratch_.put("in/c.so.sig", "x");
  EXPECT_EQ(after(milliseconds{200}), (std::vector<std::string>{"a.so", "b.so", "c.so"}));
}

TEST_F(WatchTest, PassesOverWhatIsNotInItsFinalPlace) {
  for (const char* name : {".a.so", "a.so.dpkg-new", "a.so.dpkg-tmp", "a.so.part", "a.so~", "a.txt", "so"})
    scratch_.put(std::string{"in/"} + name, "x");
  EXPECT_TRUE(after(milliseconds{200}).empty());
}

TEST_F(WatchTest, LooksAtEverythingWhenEventsWereLost) {
  std::ifstream limit{"/proc/sys/fs/inotify/max_queued_events"};
  int most = 0;
  limit >> most;
  ASSERT_GT(most, 0);
  const auto one = scratch_.put("in/a.so", "x");
  const auto other = scratch_.put("in/b.so", "x");
  // Two names in turn, since the kernel folds equal events in a row.
  for (int i = 0; i <= most; ++i) fs::permissions(i % 2 == 0 ? one : other, fs::perms{0600});
  EXPECT_TRUE(watch_.step(now_).all);
}

TEST_F(WatchTest, FindsADirectoryThatWasMadeAgain) {
  fs::remove_all(scratch_.path() / "in");
  EXPECT_FALSE(watch_.step(now_).all);
  fs::create_directory(scratch_.path() / "in");
  EXPECT_TRUE(watch_.step(now_ + std::chrono::seconds{5}).all);
  scratch_.put("in/a.so", "x");
  EXPECT_EQ(after(milliseconds{200}), std::vector<std::string>{"a.so"});
}

}  // namespace
}  // namespace herald::plugins

#include "host/plugins/verify.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMost = 1024;

std::string reason(const fs::path& path) {
  const auto file = read_verified(path, kMost);
  return file ? "" : file.error().reason;
}

TEST(Verify, ReadsASafeFileWithItsDigest) {
  const testing::Scratch scratch;
  const auto file = read_verified(scratch.put("a.so", "abc"), kMost);
  ASSERT_TRUE(file) << file.error().detail;
  EXPECT_EQ(file->bytes, "abc");
  EXPECT_EQ(file->digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Verify, RefusesAFileThatOthersMayWrite) {
  const testing::Scratch scratch;
  const auto path = scratch.put("a.so", "abc");
  for (const auto mode : {0664, 0646}) {
    fs::permissions(path, fs::perms(mode));
    EXPECT_EQ(reason(path), "unsafe_mode") << mode;
  }
  EXPECT_NE(read_verified(path, kMost).error().detail.find("mode 0646"), std::string::npos);
}

TEST(Verify, RefusesADirectoryAboveThatOthersMayWrite) {
  const testing::Scratch scratch;
  fs::create_directories(scratch.path() / "open/inner");
  fs::permissions(scratch.path() / "open/inner", fs::perms{0755});
  const auto path = scratch.put("open/inner/a.so", "abc");
  fs::permissions(scratch.path() / "open", fs::perms{0775});
  EXPECT_EQ(reason(path), "unsafe_mode");
  fs::permissions(scratch.path() / "open", fs::perms{0755});
  EXPECT_EQ(reason(path), "");
}

TEST(Verify, RefusesTheFileOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const testing::Scratch scratch;
  const auto path = scratch.put("a.so", "abc");
  ASSERT_EQ(::chown(path.c_str(), 65534, 65534), 0);
  EXPECT_EQ(reason(path), "unsafe_owner");
}

TEST(Verify, RefusesTheDirectoryOfAnotherUserEvenWhenItIsSticky) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  const testing::Scratch scratch;
  fs::create_directory(scratch.path() / "d");
  const auto path = scratch.put("d/a.so", "abc");
  ASSERT_EQ(::chown((scratch.path() / "d").c_str(), 65534, 65534), 0);
  ASSERT_EQ(::chmod((scratch.path() / "d").c_str(), 01777), 0);
  EXPECT_EQ(reason(path), "unsafe_owner");
}

TEST(Verify, RefusesWhatIsNotARegularFile) {
  const testing::Scratch scratch;
  scratch.put("a.so", "abc");
  fs::create_symlink("a.so", scratch.path() / "link.so");
  fs::create_directory(scratch.path() / "d.so");
  ASSERT_EQ(::mkfifo((scratch.path() / "fifo.so").c_str(), 0600), 0);
  EXPECT_EQ(reason(scratch.path() / "link.so"), "not_regular");
  EXPECT_EQ(reason(scratch.path() / "d.so"), "not_regular");
  EXPECT_EQ(reason(scratch.path() / "fifo.so"), "not_regular");
  EXPECT_EQ(reason(scratch.path() / "none.so"), "unreadable");
}

TEST(Verify, RefusesAFileThatIsTooLarge) {
  const testing::Scratch scratch;
  EXPECT_EQ(reason(scratch.put("a.so", std::string(kMost, 'x'))), "");
  EXPECT_EQ(reason(scratch.put("b.so", std::string(kMost + 1, 'x'))), "too_large");
}

}  // namespace
}  // namespace herald::plugins

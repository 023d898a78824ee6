#include "host/vault/key_ring.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "tests/unit/vault/scratch_directory.hpp"

namespace herald::vault {
namespace {

const std::string kDigits(64, 'a');

class KeyFile : public ::testing::Test {
 protected:
  void write(const std::string& text, mode_t mode = 0600) {
    std::ofstream{path_} << text;
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
  }
  Error refusal() {
    const auto ring = read_keyfile(path_);
    EXPECT_FALSE(ring.has_value());
    return ring ? Error{} : ring.error();
  }
  std::string content() {
    std::stringstream out;
    out << std::ifstream{path_}.rdbuf();
    return out.str();
  }

  ScratchDirectory directory_;
  std::string path_{directory_.file("keys")};
  SystemRandom random_;
};

TEST_F(KeyFile, is_created_for_its_owner_alone_and_reads_back) {
  ASSERT_TRUE(create_keyfile(path_, random_));
  struct stat info{};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777U, 0600U);
  const auto ring = read_keyfile(path_);
  ASSERT_TRUE(ring) << ring.error().detail;
  EXPECT_EQ(ring->keys.size(), 1U);
  EXPECT_EQ(ring->newest().id(), "k1");
}

TEST_F(KeyFile, is_never_overwritten) {
  ASSERT_TRUE(create_keyfile(path_, random_));
  const std::string before = content();
  const auto again = create_keyfile(path_, random_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::Conflict);
  EXPECT_EQ(content(), before);
}

TEST_F(KeyFile, grows_by_a_newer_key_and_keeps_the_old_ones) {
  ASSERT_TRUE(create_keyfile(path_, random_));
  const std::string first{reinterpret_cast<const char*>(read_keyfile(path_)->newest().data()),
                          SealingKey::kBytes};
  const auto id = add_key(path_, random_);
  ASSERT_TRUE(id) << id.error().detail;
  EXPECT_EQ(*id, "k2");
  const auto ring = read_keyfile(path_);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->newest().id(), "k2");
  EXPECT_EQ(std::memcmp(ring->find("k1")->data(), first.data(), first.size()), 0);
  EXPECT_NE(std::memcmp(ring->find("k2")->data(), first.data(), first.size()), 0);
}

TEST_F(KeyFile, can_grow_after_an_interrupted_try) {
  ASSERT_TRUE(create_keyfile(path_, random_));
  std::ofstream{path_ + ".new"} << "half";
  EXPECT_TRUE(add_key(path_, random_));
  EXPECT_EQ(read_keyfile(path_)->keys.size(), 2U);
}

TEST_F(KeyFile, chooses_an_id_that_is_free) {
  write("herald-keyring 1\nk2 " + kDigits);
  EXPECT_EQ(*add_key(path_, random_), "k3");
  EXPECT_EQ(read_keyfile(path_)->keys.size(), 2U);
}

TEST_F(KeyFile, is_refused_when_others_may_read_it) {
  for (const mode_t mode : {0640U, 0604U, 0620U, 0601U}) {
    write("herald-keyring 1\nk1 " + kDigits + "\n", mode);
    EXPECT_EQ(refusal().reason, "keyfile_refused");
    EXPECT_NE(refusal().detail.find("expected mode 0600, found 0"), std::string::npos);
  }
}

TEST_F(KeyFile, is_refused_when_another_user_owns_it) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  write("herald-keyring 1\nk1 " + kDigits + "\n");
  ASSERT_EQ(::chown(path_.c_str(), 65534, 65534), 0);
  EXPECT_NE(refusal().detail.find("expected owner 0, found 65534"), std::string::npos);
}

TEST_F(KeyFile, is_refused_as_symbolic_link_directory_pipe_or_nothing) {
  EXPECT_EQ(refusal().reason, "keyfile_refused");
  ASSERT_TRUE(create_keyfile(directory_.file("real"), random_));
  ASSERT_EQ(::symlink(directory_.file("real").c_str(), path_.c_str()), 0);
  EXPECT_NE(refusal().detail.find("symbolic link"), std::string::npos);
  ::unlink(path_.c_str());
  ASSERT_EQ(::mkdir(path_.c_str(), 0700), 0);
  EXPECT_NE(refusal().detail.find("regular file"), std::string::npos);
  ::rmdir(path_.c_str());
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_NE(refusal().detail.find("regular file"), std::string::npos);
}

TEST_F(KeyFile, is_refused_when_malformed_without_showing_its_content) {
  for (const std::string& text :
       {std::string{}, std::string{"keyring 2\n"}, std::string{"herald-keyring 1\n"},
        "herald-keyring 1\n" + kDigits, "herald-keyring 1\nk1 " + kDigits + "aa",
        "herald-keyring 1\nk1 " + kDigits.substr(2), "herald-keyring 1\nK:1 " + kDigits,
        "herald-keyring 1\nk1 " + kDigits + "\nk1 " + kDigits, "herald-keyring 1\nk1  " + kDigits,
        "herald-keyring 1\n " + kDigits}) {
    write(text);
    const Error error = refusal();
    EXPECT_EQ(error.reason, "keyfile_refused") << text;
    EXPECT_EQ(error.detail.find("aaaa"), std::string::npos) << error.detail;
  }
}

TEST(SealingKey, wipes_what_it_was_moved_from) {
  SealingKey source{"k1", std::string(SealingKey::kBytes, 'x')};
  const unsigned char* left_behind = source.data();
  const SealingKey target{std::move(source)};
  EXPECT_EQ(target.data()[0], 'x');
  EXPECT_EQ(left_behind[0], 0);
}

TEST(Wipe, empties_the_text) {
  std::string secret = "hunter2";
  const char* memory = secret.data();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(memory[1], '\0');
}

}  // namespace
}  // namespace herald::vault

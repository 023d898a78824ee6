#include "host/media/store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace herald::media {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  StoreTest() { EXPECT_TRUE(store.open()); }
  ~StoreTest() override { fs::remove_all(root); }
  static std::string made() {
    std::string name = testing::TempDir() + "media.XXXXXX";
    return ::mkdtemp(name.data());
  }
  std::string file_with(const std::string& bytes) {
    const std::string path = store.incoming();
    std::ofstream{path} << bytes;
    return path;
  }
  static std::string read(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream{path}.rdbuf();
    return out.str();
  }
  [[nodiscard]] std::size_t left_over() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{root + "/m/incoming"}, {}));
  }
  std::string root{made()};
  domain::TenantId tenant{"t1"};
  SystemRandom random;
  Store store{{.directory = root + "/m"}, random};
};

constexpr auto kBinding = domain::TypeClaim::Binding;
constexpr const char* kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST_F(StoreTest, BytesLieUnderTheirDigest) {
  const auto bytes = store.adopt(file_with("abc"), tenant, "text/plain", kBinding);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->digest, kAbc);
  EXPECT_EQ(bytes->size, 3);
  EXPECT_EQ(bytes->content_type, "text/plain");
  EXPECT_EQ(store.path_of(tenant, bytes->digest), root + "/m/t1/ba/" + kAbc);
  EXPECT_EQ(read(store.path_of(tenant, bytes->digest)), "abc");
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(StoreTest, NobodyElseMayReadThem) {
  ASSERT_TRUE(store.keep("abc", tenant, "", kBinding));
  struct stat info{};
  ASSERT_EQ(::stat(store.path_of(tenant, kAbc).c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat((root + "/m").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

TEST_F(StoreTest, TheSameBytesAreKeptOnce) {
  ASSERT_TRUE(store.keep("abc", tenant, "", kBinding));
  const auto again = store.keep("abc", tenant, "text/plain", kBinding);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->digest, kAbc);
  EXPECT_EQ(std::distance(fs::directory_iterator{root + "/m/t1/ba"}, {}), 1);
}

TEST_F(StoreTest, EachTenantHasItsOwn) {
  ASSERT_TRUE(store.keep("abc", tenant, "", kBinding));
  EXPECT_FALSE(fs::exists(store.path_of(domain::TenantId{"t2"}, kAbc)));
  store.remove(domain::TenantId{"t2"}, kAbc);
  EXPECT_TRUE(fs::exists(store.path_of(tenant, kAbc)));
  store.remove(tenant, kAbc);
  EXPECT_FALSE(fs::exists(store.path_of(tenant, kAbc)));
}

TEST_F(StoreTest, AnEmptyFileIsAFile) {
  const auto bytes = store.keep("", tenant, "", kBinding);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->size, 0);
}

TEST_F(StoreTest, MoreThanOnePieceIsDigestedWhole) {
  const std::string large(200'001, 'x');
  const auto bytes = store.keep(large, tenant, "", kBinding);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->size, 200'001);
  EXPECT_EQ(read(store.path_of(tenant, bytes->digest)), large);
}

TEST_F(StoreTest, ALieAboutTheTypeLeavesNothing) {
  const auto bytes = store.adopt(file_with("<html>"), tenant, "image/png", kBinding);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().reason, "content_type_mismatch");
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(StoreTest, WhereTheTypeIsAHintTheBytesAreBelieved) {
  const auto bytes = store.keep("GIF89a", tenant, "image/png", domain::TypeClaim::Hint);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->content_type, "image/gif");
  EXPECT_EQ(store.keep("a,b", tenant, "text/csv", domain::TypeClaim::Hint)->content_type, "text/csv");
}

TEST_F(StoreTest, ATypeThatIsNotTakenIsNamed) {
  Store narrow{{.directory = root + "/m", .types = "image/*"}, random};
  const auto bytes = narrow.keep("abc", tenant, "text/plain", kBinding);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().reason, "content_type_refused");
  EXPECT_NE(bytes.error().detail.find("text/plain"), std::string::npos);
}

TEST_F(StoreTest, WhatIsNotThereCannotBeAdopted) {
  const auto bytes = store.adopt(root + "/none", tenant, "", kBinding);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, Errc::Unavailable);
}

TEST_F(StoreTest, ALinkIsNotFollowed) {
  const std::string path = store.incoming();
  std::ofstream{root + "/secret"} << "abc";
  fs::create_symlink(root + "/secret", path);
  EXPECT_FALSE(store.adopt(path, tenant, "", kBinding));
  EXPECT_EQ(read(root + "/secret"), "abc");
}

TEST_F(StoreTest, OpeningRemovesWhatWasAbandonedADayAgo) {
  const std::string old = file_with("old");
  const std::string young = file_with("young");
  fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours{25});
  ASSERT_TRUE(store.open());
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(young));
}

}  // namespace
}  // namespace herald::media

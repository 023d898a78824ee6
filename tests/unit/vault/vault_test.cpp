#include "host/vault/vault.hpp"

#include <gtest/gtest.h>

#include <set>

namespace herald::vault {
namespace {

constexpr Aad kPlace{.tenant = "t1", .row = "channel-1", .field = "api_key"};

KeyRing ring(std::initializer_list<const char*> ids) {
  KeyRing out;
  for (const std::string id : ids) out.keys.emplace_back(id, std::string(SealingKey::kBytes, id.back()));
  return out;
}

class Sealing : public ::testing::Test {
 protected:
  SystemRandom random_;
  Vault vault_{ring({"k1", "k2"}), random_};
};

TEST_F(Sealing, opens_what_it_sealed) {
  for (const std::string& secret :
       {std::string{}, std::string{"hunter2"}, std::string("a\0b", 3), std::string(5000, 'x')}) {
    const auto opened = vault_.open(vault_.seal(secret, kPlace), kPlace);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(*opened, secret);
  }
}

TEST_F(Sealing, names_version_and_newest_key) { EXPECT_TRUE(vault_.seal("s", kPlace).starts_with("v1:k2:")); }

TEST_F(Sealing, never_gives_the_same_text_twice) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(vault_.seal("same", kPlace));
  EXPECT_EQ(seen.size(), 100U);
}

TEST_F(Sealing, opens_only_in_its_own_place) {
  const std::string sealed = vault_.seal("hunter2", kPlace);
  for (const Aad& other : {Aad{"t2", "channel-1", "api_key"}, Aad{"t1", "channel-2", "api_key"},
                           Aad{"t1", "channel-1", "api_secret"}, Aad{"t1c", "hannel-1", "api_key"},
                           Aad{"t1", "channel-1api_key", ""}, Aad{}}) {
    const auto opened = vault_.open(sealed, other);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "secret_unreadable");
  }
}

TEST_F(Sealing, refuses_every_flipped_character) {
  const std::string sealed = vault_.seal("hunter2", kPlace);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string damaged = sealed;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(vault_.open(damaged, kPlace).has_value()) << i;
  }
}

TEST_F(Sealing, refuses_every_shortened_text) {
  const std::string sealed = vault_.seal("hunter2", kPlace);
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(vault_.open(sealed.substr(0, size), kPlace).has_value()) << size;
  }
  EXPECT_FALSE(vault_.open(sealed + "A", kPlace).has_value());
}

TEST_F(Sealing, opens_with_an_older_key_and_seals_again_with_the_newest) {
  const Vault old{ring({"k1"}), random_};
  const std::string sealed = old.seal("hunter2", kPlace);
  EXPECT_TRUE(vault_.outdated(sealed));
  EXPECT_EQ(*vault_.open(sealed, kPlace), "hunter2");
  const auto fresh = vault_.reseal(sealed, kPlace);
  ASSERT_TRUE(fresh);
  EXPECT_FALSE(vault_.outdated(*fresh));
  EXPECT_EQ(*vault_.open(*fresh, kPlace), "hunter2");
  EXPECT_FALSE(old.open(*fresh, kPlace).has_value());
}

TEST_F(Sealing, refuses_a_key_that_only_has_the_same_name) {
  KeyRing other;
  other.keys.emplace_back("k2", std::string(SealingKey::kBytes, 'z'));
  EXPECT_FALSE((Vault{std::move(other), random_}.open(vault_.seal("s", kPlace), kPlace).has_value()));
}

TEST_F(Sealing, shows_neither_secret_nor_sealed_text_in_errors) {
  const std::string sealed = vault_.seal("hunter2", kPlace);
  for (const std::string& text :
       {std::string{"hunter2"}, sealed.substr(0, 20), "v1:k9:" + sealed.substr(6)}) {
    const auto opened = vault_.open(text, kPlace);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().detail.find("hunter2"), std::string::npos);
    EXPECT_EQ(opened.error().detail.find(sealed.substr(6, 8)), std::string::npos);
  }
}

}  // namespace
}  // namespace herald::vault

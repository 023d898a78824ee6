#include "host/tenancy/api_key.hpp"

#include <gtest/gtest.h>

#include <set>

namespace herald::tenancy {
namespace {

/// Gives the byte 0xFF for ever.
class AllOnes final : public Random {
 public:
  std::string bytes(std::size_t count) override { return std::string(count, '\xff'); }
  std::uint64_t below(std::uint64_t bound) override { return bound - 1; }
};

TEST(ApiKey, has_a_mode_prefix_and_43_base64url_characters) {
  AllOnes random;
  const ApiKeyMaterial live = make_api_key(Mode::Live, random);
  EXPECT_EQ(live.text, "hk_live_" + std::string(42, '_') + "8");
  EXPECT_EQ(live.prefix, "hk_live_____");
  EXPECT_TRUE(make_api_key(Mode::Test, random).text.starts_with("hk_test_"));
}

TEST(ApiKey, is_recognised_by_its_own_form) {
  SystemRandom random;
  EXPECT_EQ(api_key_mode(make_api_key(Mode::Live, random).text), Mode::Live);
  EXPECT_EQ(api_key_mode(make_api_key(Mode::Test, random).text), Mode::Test);
}

TEST(ApiKey, is_never_made_twice) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(make_api_key(Mode::Live, random).text);
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(ApiKey, stores_a_sha256_in_hex) {
  // FIPS 180-4 example.
  EXPECT_EQ(hash_api_key("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  SystemRandom random;
  const ApiKeyMaterial key = make_api_key(Mode::Live, random);
  EXPECT_EQ(key.hash, hash_api_key(key.text));
}

TEST(ApiKey, has_no_mode_when_the_form_is_wrong) {
  const std::string good = "hk_live_" + std::string(43, 'a');
  ASSERT_TRUE(api_key_mode(good));
  for (const std::string& text :
       {std::string{}, good + "a", good.substr(0, 50), "hk_prod_" + std::string(43, 'a'), " " + good,
        "HK_LIVE_" + std::string(43, 'a'), "hk_live_" + std::string(42, 'a') + "=",
        "hk_live_" + std::string(42, 'a') + "\n"}) {
    EXPECT_FALSE(api_key_mode(text)) << text;
  }
}

TEST(Mode, survives_its_text) {
  EXPECT_EQ(mode(to_text(Mode::Live)), Mode::Live);
  EXPECT_EQ(mode(to_text(Mode::Test)), Mode::Test);
  EXPECT_FALSE(mode("live"));
}

}  // namespace
}  // namespace herald::tenancy

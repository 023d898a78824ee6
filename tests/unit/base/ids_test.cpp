#include "host/base/ids.hpp"

#include <gtest/gtest.h>

#include <set>
#include <unordered_set>

namespace herald {
namespace {

/// Gives one byte for ever.
class Constant final : public Random {
 public:
  explicit Constant(char byte) : byte_{byte} {}
  std::string bytes(std::size_t count) override { return std::string(count, byte_); }
  std::uint64_t below(std::uint64_t) override { return 0; }

 private:
  char byte_;
};

Instant millis(std::int64_t millis) { return Instant{std::chrono::milliseconds{millis}}; }

TEST(Uuid, has_the_layout_of_rfc_9562_version_7) {
  Constant zeros{'\0'};
  Constant ones{'\xff'};
  // RFC 9562 appendix A.6 uses this time.
  EXPECT_EQ(make_uuid(millis(0x017F22E279B0), zeros), "017f22e2-79b0-7000-8000-000000000000");
  EXPECT_EQ(make_uuid(millis(0x017F22E279B0), ones), "017f22e2-79b0-7fff-bfff-ffffffffffff");
}

TEST(Uuid, sorts_by_time_of_creation) {
  Constant ones{'\xff'};
  Constant zeros{'\0'};
  EXPECT_LT(make_uuid(millis(1'700'000'000'000), ones), make_uuid(millis(1'700'000'000'001), zeros));
}

TEST(Uuid, differs_within_one_millisecond) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(make_uuid(millis(5), random));
  EXPECT_EQ(seen.size(), 10'000U);
  for (const std::string& id : seen) ASSERT_TRUE(is_uuid(id)) << id;
}

TEST(Uuid, is_recognised_in_lower_case_only) {
  const std::string good = "017f22e2-79b0-7000-8000-000000000000";
  EXPECT_TRUE(is_uuid(good));
  for (const std::string& text :
       {std::string{}, good + "0", good.substr(1), std::string{"017F22E2-79b0-7000-8000-000000000000"},
        std::string{"017f22e2079b0-7000-8000-000000000000"},
        std::string{"017f22e2-79b0-7000-8000-00000000000g"},
        std::string{"-17f22e2-79b0-7000-8000-000000000000"}}) {
    EXPECT_FALSE(is_uuid(text)) << text;
  }
}

TEST(StrongId, compares_and_hashes_by_its_text) {
  using Id = StrongId<struct Tag>;
  EXPECT_TRUE(Id{}.empty());
  EXPECT_EQ(Id{"a"}, Id{"a"});
  EXPECT_LT(Id{"a"}, Id{"b"});
  EXPECT_EQ((std::unordered_set<Id>{Id{"a"}, Id{"b"}, Id{"a"}}.size()), 2U);
}

}  // namespace
}  // namespace herald

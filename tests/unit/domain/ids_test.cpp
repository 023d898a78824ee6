#include "host/domain/ids.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "host/domain/shards.hpp"

namespace herald::domain {
namespace {

TEST(Shard, of_an_id_is_the_same_on_every_release) {
  // FNV-1a 64 of "" and "a" are published test values; only the last six bits count.
  EXPECT_EQ(shard_of(""), 0xcbf29ce484222325ULL % 64);
  EXPECT_EQ(shard_of("a"), 0xaf63dc4c8601ec8cULL % 64);
}

TEST(Shard, takes_ids_evenly) {
  SystemRandom random;
  std::array<int, kShards> counts{};
  constexpr int kEach = 300;
  for (int i = 0; i < kShards * kEach; ++i) {
    ++counts[static_cast<std::size_t>(shard_of(make_uuid(Instant{std::chrono::milliseconds{i}}, random)))];
  }
  for (const int count : counts) {
    EXPECT_GT(count, kEach / 2);
    EXPECT_LT(count, kEach * 2);
  }
}

TEST(Shard, is_met_by_an_id_that_is_made_for_it) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int shard = 0; shard < kShards; ++shard)
    for (int i = 0; i < 50; ++i) {
      const std::string id = make_uuid_of(shard, Instant{std::chrono::milliseconds{7}}, random);
      EXPECT_TRUE(is_uuid(id)) << id;
      EXPECT_EQ(shard_of(id), shard) << id;
      EXPECT_EQ(id.substr(0, 15), "00000000-0007-7") << id;
      EXPECT_TRUE(seen.insert(id).second) << id;
    }
}

TEST(Shards, take_turns_of_a_quarter_of_a_second) {
  const ShardSet some = ShardSet::of(3) | ShardSet::of(17) | ShardSet::of(63);
  const auto at = [&](int ms) { return some.turn(Instant{std::chrono::milliseconds{ms}}); };
  EXPECT_EQ(at(0), 3);
  EXPECT_EQ(at(249), 3);
  EXPECT_EQ(at(250), 17);
  EXPECT_EQ(at(500), 63);
  EXPECT_EQ(at(749), 63);
  EXPECT_EQ(at(750), 3);
  EXPECT_EQ(ShardSet::of(5).turn(Instant{std::chrono::milliseconds{1234}}), 5);
}

}  // namespace
}  // namespace herald::domain

#include "host/domain/ids.hpp"

#include <gtest/gtest.h>

#include <array>

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

}  // namespace
}  // namespace herald::domain

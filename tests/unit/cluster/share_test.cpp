#include "host/cluster/share.hpp"

#include <gtest/gtest.h>

namespace herald::test {
namespace {

using cluster::decide;
using cluster::Life;
using cluster::Move;
using domain::ShardSet;

class ShareTest : public testing::Test {
 protected:
  void give(const std::string& owner, int from, int until) {
    for (int shard = from; shard < until; ++shard) table.owners[static_cast<std::size_t>(shard)] = owner;
  }
  Move move(std::map<std::string, Life> lives = {}) { return decide({table, "me", std::move(lives)}); }
  domain::LeaseTable table;
};

TEST_F(ShareTest, AloneANodeTakesAllThatIsFree) {
  const Move step = move();
  ASSERT_TRUE(step.claim);
  EXPECT_EQ(step.claim->shards, ShardSet::all());
  EXPECT_TRUE(step.claim->from.empty());
}

TEST_F(ShareTest, WhoHasAllAndIsAloneStaysAsItIs) {
  give("me", 0, 64);
  table.fences["long gone"] = {.epoch = 3, .batch = 12};
  const Move step = move({{"long gone", Life::Dead}});
  EXPECT_FALSE(step.claim);
  EXPECT_TRUE(step.release.empty());
}

TEST_F(ShareTest, ANodeThatJoinsIsGivenItsPart) {
  give("me", 0, 64);
  EXPECT_TRUE(move({{"new", Life::Unsure}}).release.empty()) << "it has not been seen to move";
  EXPECT_EQ(move({{"new", Life::Live}}).release.count(), 32);
  EXPECT_EQ(move({{"new", Life::Live}, {"newer", Life::Live}}).release.count(),
            64 - 22);  // "me" is first by name
}

TEST_F(ShareTest, WhatWasGivenUpIsTakenUpToAFairShare) {
  give("old", 0, 32);
  const Move step = move({{"old", Life::Live}});
  ASSERT_TRUE(step.claim);
  EXPECT_EQ(step.claim->shards.count(), 32);
  EXPECT_FALSE(step.claim->shards.has(31));
}

TEST_F(ShareTest, AnOwnerThatNobodyIsSureAboutKeepsItsShards) {
  give("old", 0, 64);
  const Move step = move({{"old", Life::Unsure}});
  EXPECT_FALSE(step.claim);
}

TEST_F(ShareTest, TheShardsOfADeadOwnerAreSharedWithTheOthers) {
  give("me", 0, 22);
  give("dead", 22, 43);
  give("other", 43, 64);
  table.fences["dead"] = {.epoch = 2, .batch = 77};
  const Move step = move({{"dead", Life::Dead}, {"other", Life::Live}});
  ASSERT_TRUE(step.claim);
  EXPECT_EQ(step.claim->from, "dead");
  EXPECT_EQ(step.claim->seen, (domain::Fence{.epoch = 2, .batch = 77}));
  EXPECT_EQ(step.claim->shards.count(), 10);
  EXPECT_EQ(step.claim->freed.count(), 11);
}

TEST_F(ShareTest, ADeadOwnerIsFencedOffEvenByANodeThatHasItsShare) {
  give("me", 0, 32);
  give("dead", 32, 40);
  give("other", 40, 64);
  const Move step = move({{"dead", Life::Dead}, {"other", Life::Live}});
  ASSERT_TRUE(step.claim);
  EXPECT_TRUE(step.claim->shards.empty());
  EXPECT_EQ(step.claim->freed.count(), 8);
}

TEST_F(ShareTest, AFairPartitionOfAnyNumberOfNodesIsReachedAndKept) {
  for (int nodes = 1; nodes <= 64; ++nodes) {
    table = {};
    give("0", 0, 64);
    bool moved = true;
    for (int round = 0; round < 200 && moved; ++round) {
      moved = false;
      for (int self = 0; self < nodes; ++self) {
        std::map<std::string, Life> lives;
        for (int other = 0; other < nodes; ++other)
          if (other != self) lives[std::to_string(other)] = Life::Live;
        const Move step = decide({table, std::to_string(self), lives});
        for (const int shard : step.release.list()) table.owners[static_cast<std::size_t>(shard)] = "";
        if (step.claim)
          for (const int shard : step.claim->shards.list())
            table.owners[static_cast<std::size_t>(shard)] = std::to_string(self);
        moved = moved || step.claim || !step.release.empty();
      }
    }
    ASSERT_FALSE(moved) << nodes << " nodes hand shards around for ever";
    EXPECT_TRUE(table.of("").empty());
    for (int self = 0; self < nodes; ++self) {
      ASSERT_GE(table.of(std::to_string(self)).count(), 64 / nodes) << nodes;
      ASSERT_LE(table.of(std::to_string(self)).count(), (64 + nodes - 1) / nodes) << nodes;
    }
  }
}

}  // namespace
}  // namespace herald::test

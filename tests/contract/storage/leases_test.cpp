#include "host/storage/leases.hpp"

#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::Claim;
using domain::ShardSet;

/// One of several nodes of a database.
struct LeaseNode {
  explicit LeaseNode(const storage::StorageUrl& url, const std::string& name = {})
      : store{url, name, 512, nullptr, &owned} {}
  Result<Done> claim(const Claim& claim) {
    return store.commit<Done>([&](auto done) { leases.claim(claim, done); });
  }
  Result<Done> release(ShardSet shards) {
    return store.commit<Done>([&](auto done) { leases.release(shards, done); });
  }
  /// What the others can know of its writer.
  domain::Fence fence() { return leases.read()->fences.at(store.name); }
  ShardSet leased() { return leases.read()->of(store.name); }

  domain::NodeShards owned{ShardSet{}};
  Store store;
  storage::StoredLeases leases{store.writer, store.pool, store.name, owned};
};

class Leases : public OnBothDatabases {
 protected:
  void SetUp() override {
    storage::Connection{url(), storage::Access::Write}.execute("delete from shard_lease where shard >= ?",
                                                               storage::Row{0});
  }
  static ShardSet half() { return ShardSet::all().first(32); }
  std::string reason(const Result<Done>& result) { return result ? "success" : result.error().reason; }
};

TEST_P(Leases, FreeShardsAreTakenAndKeptOverARestartOfTheSameName) {
  LeaseNode node{url()};
  ASSERT_EQ(reason(node.claim({.shards = ShardSet::all()})), "success");
  EXPECT_EQ(node.owned.get(), ShardSet::all());
  EXPECT_EQ(node.leased(), ShardSet::all());
  const LeaseNode again{url(), node.store.name};
  EXPECT_EQ(again.owned.get(), ShardSet::all());
}

TEST_P(Leases, WhatAnotherNodeHasIsNotFree) {
  LeaseNode first{url()};
  LeaseNode second{url()};
  ASSERT_TRUE(first.claim({.shards = half()}));
  EXPECT_EQ(reason(second.claim({.shards = ShardSet::all()})), "lease_moved");
  EXPECT_TRUE(second.leased().empty()) << "all or nothing";
  EXPECT_TRUE(second.owned.get().empty());
  EXPECT_EQ(reason(second.release(half())), "lease_moved");
  EXPECT_EQ(first.leased(), half());
}

TEST_P(Leases, ADeadOwnerIsFencedOffInTheSameTransaction) {
  LeaseNode dead{url()};
  LeaseNode heir{url()};
  ASSERT_TRUE(dead.claim({.shards = ShardSet::all()}));
  const domain::Fence seen = dead.fence();
  ASSERT_EQ(
      reason(heir.claim(
          {.shards = half(), .from = dead.store.name, .seen = seen, .freed = ShardSet::all() - half()})),
      "success");
  EXPECT_EQ(heir.leased(), half());
  EXPECT_EQ(heir.leases.read()->of(""), ShardSet::all() - half());
  EXPECT_EQ(heir.leases.read()->fences.at(dead.store.name).epoch, seen.epoch + 1);
  const auto late = dead.store.commit<domain::Tenant>([&](auto done) {
    dead.store.accounts.create(domain::Tenant{.id = domain::TenantId{dead.store.uuid()}, .name = "Late"}, {},
                               done);
  });
  ASSERT_FALSE(late) << "the old owner woke up and must not write";
  EXPECT_EQ(late.error().reason, "writer_fenced");
  EXPECT_TRUE(dead.store.writer.fenced());
}

TEST_P(Leases, AnOwnerThatMovedSinceItWasSeenKeepsItsShards) {
  LeaseNode owner{url()};
  LeaseNode other{url()};
  ASSERT_TRUE(owner.claim({.shards = ShardSet::all()}));
  const domain::Fence seen = owner.fence();
  owner.store.writer.beat();
  owner.store.writer.step();
  EXPECT_EQ(reason(other.claim({.shards = half(), .from = owner.store.name, .seen = seen})), "lease_moved");
  owner.store.writer.take_over();  // a restart counts as life
  EXPECT_EQ(reason(other.claim({.shards = half(), .from = owner.store.name, .seen = seen})), "lease_moved");
  EXPECT_EQ(owner.leased(), ShardSet::all());
  EXPECT_FALSE(owner.store.writer.trouble());
}

TEST_P(Leases, AnOwnerThatNeverHadAFenceIsTakenForDead) {
  LeaseNode node{url()};
  storage::Connection{url(), storage::Access::Write}.execute(
      "insert into shard_lease (shard, writer, epoch, heartbeat, updated_at) values (?,?,?,?,?)",
      storage::Row{7, "ghost", 0, 0, node.store.clock.now()});
  EXPECT_EQ(reason(node.claim({.shards = ShardSet::of(7), .from = "ghost"})), "success");
  EXPECT_EQ(node.leased(), ShardSet::of(7));
}

TEST_P(Leases, WhoLeavesSaysSoUntilItStartsAgain) {
  LeaseNode node{url()};
  ASSERT_TRUE(node.claim({.shards = ShardSet::all()}));
  EXPECT_FALSE(node.fence().left);
  ASSERT_TRUE(node.store.commit<Done>([&](auto done) { node.leases.leave(done); }));
  EXPECT_TRUE(node.fence().left);
  EXPECT_TRUE(node.leased().empty());
  EXPECT_TRUE(node.owned.get().empty());
  LeaseNode again{url(), node.store.name};
  EXPECT_FALSE(again.fence().left);
}

TEST_P(Leases, AChainGoesOnWithoutAGapWhereverItsShardGoes) {
  LeaseNode first{url()};
  LeaseNode second{url()};
  ASSERT_TRUE(first.claim({.shards = ShardSet::all()}));
  first.store.seed();
  const auto hand_over = [&](LeaseNode& from, LeaseNode& to) {
    ASSERT_EQ(reason(from.release(ShardSet::all())), "success");
    ASSERT_EQ(reason(to.claim({.shards = ShardSet::all()})), "success");
    to.store.seed();
  };
  hand_over(first, second);
  hand_over(second, first);
  EXPECT_EQ(journal_complaints(first.store), "");
}

TEST_P(Leases, ANodeWithoutAShardJournalsNothingAndSaysSo) {
  LeaseNode node{url()};
  const auto made = node.store.commit<domain::Tenant>([&](auto done) {
    node.store.accounts.create(domain::Tenant{.id = domain::TenantId{node.store.uuid()}, .name = "Acme"}, {},
                               done);
  });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::Unavailable);
}

INSTANTIATE_TEST_SUITE_P(Storage, Leases, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

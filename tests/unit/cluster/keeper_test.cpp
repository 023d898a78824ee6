#include "host/cluster/keeper.hpp"

#include <gtest/gtest.h>

namespace herald::test {
namespace {

using domain::ShardSet;
using std::chrono::milliseconds;

/// The table that several nodes share, without a database.
class SharedTable final : public domain::ShardLeases {
 public:
  SharedTable(domain::LeaseTable& table, std::string self, domain::NodeShards& owned)
      : table_{table}, self_{std::move(self)}, owned_{owned} {}
  Result<domain::LeaseTable> read() override { return table_; }
  void claim(domain::Claim claim, domain::Completion<Done> done) override {
    if (!claim.from.empty() && table_.fences[claim.from] != claim.seen)
      return done(Error{.code = Errc::Conflict, .reason = "lease_moved"});
    give(claim.shards, self_);
    give(claim.freed, "");
    owned_.set(owned_.get() | claim.shards);
    done(Done{});
  }
  void release(ShardSet shards, domain::Completion<Done> done) override {
    give(shards, "");
    owned_.set(owned_.get() - shards);
    done(Done{});
  }
  void leave(domain::Completion<Done> done) override {
    release(table_.of(self_), std::move(done));
    table_.fences[self_].left = true;
  }

 private:
  void give(ShardSet shards, const std::string& to) {
    for (const int shard : shards.list()) table_.owners[static_cast<std::size_t>(shard)] = to;
  }
  domain::LeaseTable& table_;
  std::string self_;
  domain::NodeShards& owned_;
};

/// One node over a shared table.
struct Member {
  Member(std::string name, domain::LeaseTable& shared, telemetry::Log& log)
      : self{std::move(name)},
        leases{shared, self, owned},
        keeper{{.self = self},
               {.leases = leases,
                .owned = owned,
                .served = served,
                .log = log,
                .settle =
                    [this](ShardSet shards) {
                      settled = settled | shards;
                      return settles;
                    },
                .gained = [this] { ++gained; },
                .under_way = [this](ShardSet shards) { return !(busy & shards).empty(); }}} {}
  std::string self;
  domain::NodeShards owned{ShardSet{}};
  domain::NodeShards served{ShardSet{}};
  SharedTable leases;
  bool settles{true};
  ShardSet settled{};
  ShardSet busy{};
  int gained{0};
  cluster::Keeper keeper;
};

class KeeperTest : public testing::Test {
 protected:
  /// Half seconds pass, in which the members named move their fences and look.
  void pass(int halves, const std::vector<Member*>& living) {
    for (int i = 0; i < halves; ++i) {
      now += milliseconds{500};
      for (Member* member : living) ++table.fences[member->self].batch;
      for (Member* member : living)
        for (int turn = 0; turn < 3; ++turn) member->keeper.step(now);
    }
  }
  domain::LeaseTable table;
  SystemClock clock;
  telemetry::Log log{clock, telemetry::Level::Error};
  Tick now{std::chrono::seconds{100}};
  Member a{"a", table, log};
  Member b{"b", table, log};
};

TEST_F(KeeperTest, AloneANodeServesAllAtOnce) {
  pass(1, {&a});
  EXPECT_EQ(a.served.get(), ShardSet::all());
  EXPECT_EQ(a.settled, ShardSet::all()) << "what a crash left there is settled first";
  EXPECT_EQ(a.gained, 1);
}

TEST_F(KeeperTest, ASecondNodeIsGivenHalfAndNoShardIsServedTwice) {
  pass(1, {&a});
  for (int i = 0; i < 10; ++i) {
    pass(1, {&a, &b});
    EXPECT_TRUE((a.served.get() & b.served.get()).empty());
  }
  EXPECT_EQ(a.served.get().count(), 32);
  EXPECT_EQ(b.served.get().count(), 32);
}

TEST_F(KeeperTest, ShardsWithWorkUnderWayAreGivenUpWhenItIsThrough) {
  pass(1, {&a});
  a.busy = ShardSet::all();
  pass(6, {&a, &b});
  EXPECT_EQ(a.owned.get(), ShardSet::all());
  EXPECT_EQ(a.served.get().count(), 32) << "nothing new is begun there";
  EXPECT_TRUE(b.served.get().empty());
  a.busy = {};
  pass(4, {&a, &b});
  EXPECT_EQ(b.served.get().count(), 32);
}

TEST_F(KeeperTest, WorkThatDoesNotEndIsNotWaitedForForEver) {
  pass(1, {&a});
  a.busy = ShardSet::all();
  pass(30, {&a, &b});
  EXPECT_EQ(b.served.get().count(), 32);
}

TEST_F(KeeperTest, TheShardsOfANodeThatStoppedMovingAreTakenAfterItsLeaseAndNotBefore) {
  pass(1, {&a});
  pass(10, {&a, &b});
  pass(9, {&b});
  EXPECT_EQ(b.owned.get().count(), 32);
  pass(3, {&b});
  EXPECT_EQ(b.served.get(), ShardSet::all());
  EXPECT_EQ(table.of("b"), ShardSet::all());
}

TEST_F(KeeperTest, ANodeThatWasFencedOffIsNotTakenForLiveBecauseItsFenceMoved) {
  pass(1, {&a});
  pass(10, {&a, &b});
  pass(10, {&b});
  table.fences["a"] = {.epoch = table.fences["a"].epoch + 1};  // as the database does
  pass(10, {&b});
  EXPECT_EQ(b.served.get(), ShardSet::all());
}

TEST_F(KeeperTest, WhatCannotBeSettledIsNotServed) {
  a.settles = false;
  pass(2, {&a});
  EXPECT_EQ(a.owned.get(), ShardSet::all());
  EXPECT_TRUE(a.served.get().empty());
  a.settles = true;
  pass(1, {&a});
  EXPECT_EQ(a.served.get(), ShardSet::all());
}

TEST_F(KeeperTest, WhoLeavesGivesAllToTheOthersAtOnce) {
  pass(1, {&a});
  pass(10, {&a, &b});
  a.keeper.leave([](const Result<Done>& done) { EXPECT_TRUE(done); });
  EXPECT_TRUE(a.served.get().empty());
  EXPECT_TRUE(table.of("a").empty());
  pass(2, {&b});
  EXPECT_EQ(b.served.get(), ShardSet::all());
}

}  // namespace
}  // namespace herald::test

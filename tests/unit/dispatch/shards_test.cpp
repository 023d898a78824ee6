#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

using domain::ShardSet;
using std::chrono::seconds;

/// A node that has some of the shards.
class DispatcherShards : public DispatcherBench {
 protected:
  void offer_of(const std::string& id, int shard) {
    domain::Work work = work_of(id, clock.now(), "t1", "c1");
    work.message.shard = shard;
    offer(work);
  }
};

TEST_F(DispatcherShards, WorkOfAnotherNodesShardIsNotBegun) {
  shards.set(ShardSet::of(3));
  offer_of("ours", 3);
  offer_of("theirs", 4);
  step();
  EXPECT_EQ(intend().message.text, "ours");
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherShards, WhatWasQueuedIsLeftToTheNodeThatHasItsShardByNow) {
  accounts.accounts["c1"].concurrency = 1;
  offer_of("first", 3);
  offer_of("second", 4);
  step();
  intend();
  shards.set(ShardSet::all() - ShardSet::of(4));
  plan(kRequest);
  carry(http(201));
  respond(kAccepted);
  settle();
  EXPECT_TRUE(ledger.intents.empty());
}

TEST_F(DispatcherShards, AShardIsUnderWayUntilItsMessagesAreSettled) {
  offer_of("m", 9);
  step();
  intend();
  EXPECT_TRUE(dispatcher.under_way(ShardSet::of(9)));
  EXPECT_FALSE(dispatcher.under_way(ShardSet::all() - ShardSet::of(9)));
  plan(kRequest);
  carry(http(201));
  respond(kAccepted);
  EXPECT_TRUE(dispatcher.under_way(ShardSet::of(9)));
  settle();
  EXPECT_FALSE(dispatcher.under_way(ShardSet::all()));
}

TEST_F(DispatcherShards, ANodeHasItsPartOfAChannelsRate) {
  accounts.accounts["c1"].rate_per_second = 8;
  accounts.accounts["c1"].burst = 1;
  shards.set(ShardSet::all().first(32));
  for (int i = 0; i < 40; ++i) offer_of("m" + std::to_string(i), i % 32);
  step();
  int begun = 0;
  for (int tenths = 0; tenths < 20; ++tenths) {
    for (; !ledger.intents.empty(); ++begun) intend();
    pass(std::chrono::milliseconds{100});
  }
  EXPECT_GE(begun, 8);
  EXPECT_LE(begun, 10) << "half of eight a second, for two seconds, and the burst";
}

TEST_F(DispatcherShards, NewShardsAreLookedAtAtOnce) {
  step();
  const int looks = source.looks;
  step();
  EXPECT_EQ(source.looks, looks);
  dispatcher.look_again();
  step();
  step();
  EXPECT_EQ(source.looks, looks + 1);
}

TEST_F(DispatcherShards, WhatAnotherNodeSendsIsSaidToBeThere) {
  shards.set(ShardSet::of(3));
  domain::Message message = work_of("theirs", clock.now(), "t1", "c1").message;
  message.shard = 4;
  std::optional<domain::Waiting> told;
  dispatcher.explain(message, [&](std::optional<domain::Waiting> waiting) { told = waiting; });
  step();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->what, domain::Waiting::What::OtherNode);
}

}  // namespace
}  // namespace herald::dispatch::test

#include "host/storage/checkpoints.hpp"

#include "host/storage/connection.hpp"
#include "host/storage/leases.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

/// A database of its own whose shards belong to `store`, with one tenant and one channel.
class CheckpointContract : public testing::TestWithParam<storage::Dialect> {
 protected:
  void SetUp() override {
    domain::NodeShards owned;
    storage::StoredLeases leases{store_.writer, store_.pool, store_.name, owned};
    const auto taken = store_.commit<Done>(
        [&](auto completion) { leases.claim({.shards = domain::ShardSet::all()}, completion); });
    ASSERT_TRUE(taken) << taken.error().detail;
    store_.seed();
  }
  void append(std::vector<domain::Checkpoint> checkpoints) {
    const auto done = store_.commit<Done>(
        [&](auto completion) { checkpoints_.append(std::move(checkpoints), completion); });
    ASSERT_TRUE(done) << done.error().detail;
  }
  static domain::Checkpoint over(int shard, const domain::ChainHead& head) {
    return {
        .shard = shard, .seq = head.seq, .chain_hash = head.hash, .public_key = "key", .signature = "sig"};
  }
  /// Another entry in the tenant's own shard.
  void write_more() {
    const auto made = store_.commit<domain::User>([&](auto done) {
      store_.accounts.create(domain::User{.id = domain::UserId{id_in(own_shard())},
                                          .tenant = store_.tenant,
                                          .email = store_.uuid() + "@example.com"},
                             {.actor = "test"}, done);
    });
    ASSERT_TRUE(made) << made.error().detail;
  }
  [[nodiscard]] int own_shard() const { return domain::shard_of(store_.tenant.text); }
  std::string id_in(int shard) {
    std::string id = store_.uuid();
    while (domain::shard_of(id) != shard) id = store_.uuid();
    return id;
  }

  storage::StorageUrl url_{pristine_database(GetParam())};
  Store store_{url_};
  storage::StoredCheckpoints checkpoints_{store_.writer, store_.pool, store_.name};
};

TEST_P(CheckpointContract, TheHeadsAreTheLastEntries) {
  write_more();
  const auto heads = checkpoints_.heads();
  ASSERT_TRUE(heads) << heads.error().detail;
  for (const auto& [shard, head] : *heads) {
    const auto entries = store_.journal.read(shard, 0, 100);
    ASSERT_TRUE(entries);
    EXPECT_EQ(head.seq, entries->back().seq) << shard;
    EXPECT_EQ(head.hash, entries->back().chain_hash) << shard;
  }
  EXPECT_TRUE(heads->contains(own_shard()));
  EXPECT_EQ(store_.count("select count(distinct shard) from journal"),
            static_cast<std::int64_t>(heads->size()));
}

TEST_P(CheckpointContract, AnEndIsOpenUntilItIsSigned) {
  const auto before = checkpoints_.open_ends();
  ASSERT_TRUE(before) << before.error().detail;
  ASSERT_EQ(before->size(), checkpoints_.heads()->size());
  std::vector<domain::Checkpoint> all;
  for (const domain::OpenEnd& end : *before) {
    EXPECT_EQ(end.covered, 0);
    EXPECT_FALSE(end.covered_at);
    all.push_back(over(end.shard, end.head));
  }
  append(all);
  EXPECT_EQ(checkpoints_.open_ends()->size(), 0U);
  const auto newest = checkpoints_.newest();
  ASSERT_EQ(newest->size(), before->size());
  for (const domain::OpenEnd& end : *before) EXPECT_EQ(newest->at(end.shard).hash, end.head.hash);

  write_more();
  const auto after = checkpoints_.open_ends();
  ASSERT_EQ(after->size(), 1U);
  EXPECT_EQ(after->front().shard, own_shard());
  EXPECT_EQ(after->front().head.seq, after->front().covered + 1);
  EXPECT_TRUE(after->front().covered_at);
}

TEST_P(CheckpointContract, OnlyTheOwnerOfAShardHasOpenEndsInIt) {
  storage::StoredCheckpoints stranger{store_.writer, store_.pool, "another node"};
  EXPECT_EQ(stranger.open_ends()->size(), 0U);
}

TEST_P(CheckpointContract, WhatWasStoredIsReadInOrderWithinItsRange) {
  std::vector<domain::Checkpoint> all;
  for (const std::int64_t seq : {30, 10, 20})
    all.push_back(over(7, {.seq = seq, .hash = std::string(64, 'a')}));
  append(all);
  append({over(8, {.seq = 20, .hash = std::string(64, 'b')})});
  const auto read = checkpoints_.read(7, 10, 30);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, (std::vector{all[2], all[0]}));
  EXPECT_EQ(store_.look("select node from journal_checkpoint where shard = ? and seq = ?", {7, 10}),
            store_.name);
}

INSTANTIATE_TEST_SUITE_P(Storage, CheckpointContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

// How far polls have come, on both databases.
#include "host/storage/polls.hpp"

#include <algorithm>

#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

class PollContract : public LedgerContract {
 protected:
  bool advance(const std::string& to) {
    return store
        .commit<Done>([&](auto done) { polls.advance(store.tenant, store.channel, to, std::move(done)); })
        .has_value();
  }
  bool is_candidate(const std::string& config, int active) {
    store.aside().execute("update communication_channel set config_json = ?, is_active = ? where id = ?",
                          storage::Row{config, active, store.channel});
    const auto found = polls.candidates();
    EXPECT_TRUE(found);
    return found && std::ranges::find(*found, store.channel) != found->end();
  }
  storage::StoredPolls polls{store.writer, store.pool};
};

TEST_P(PollContract, BeginsWithoutACursorAndKeepsTheLastOne) {
  EXPECT_EQ(*polls.cursor(store.channel), "");
  EXPECT_TRUE(advance("123456:7"));
  EXPECT_TRUE(advance("123456:8"));
  EXPECT_EQ(*polls.cursor(store.channel), "123456:8");
  EXPECT_EQ(store.count("select count(*) from poll_cursor where channel_id = ?", storage::Row{store.channel}),
            1);
}

TEST_P(PollContract, KeepsTheLastOfTwoInOneBatch) {
  Answer<Done> first;
  Answer<Done> second;
  polls.advance(store.tenant, store.channel, "a", first.completion());
  polls.advance(store.tenant, store.channel, "b", second.completion());
  store.writer.step();
  EXPECT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(*polls.cursor(store.channel), "b");
}

TEST_P(PollContract, TakesACursorOf1024CharactersAndRefusesOneMoreWhole) {
  EXPECT_TRUE(advance(std::string(1024, 'x')));
  EXPECT_FALSE(advance(std::string(1025, 'y')));
  EXPECT_EQ(*polls.cursor(store.channel), std::string(1024, 'x'));
}

TEST_P(PollContract, OffersActiveChannelsThatNamePolling) {
  EXPECT_TRUE(is_candidate(R"({"poll":true})", 1));
  EXPECT_FALSE(is_candidate(R"({"poll":true})", 0));
  EXPECT_FALSE(is_candidate("{}", 1));
}

TEST_P(PollContract, OffersTheChannelsOfThisNodesShards) {
  EXPECT_TRUE(is_candidate(R"({"poll":true})", 1));
  domain::NodeShards served{domain::ShardSet::all() -
                            domain::ShardSet::of(domain::shard_of(store.channel.text))};
  storage::StoredPolls others{store.writer, store.pool, &served};
  EXPECT_EQ(std::ranges::count(*others.candidates(), store.channel), 0);
  served.set(domain::ShardSet::all());
  EXPECT_EQ(std::ranges::count(*others.candidates(), store.channel), 1);
}

INSTANTIATE_TEST_SUITE_P(Storage, PollContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

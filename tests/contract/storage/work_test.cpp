#include <algorithm>
#include <tuple>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

using std::chrono::milliseconds;

/// Undone work of all tenants: these tests need a database of their own.
class WorkSource : public testing::TestWithParam<storage::Dialect> {
 protected:
  static const storage::StorageUrl& own(storage::Dialect dialect) {
    if (dialect == storage::Dialect::Sqlite) {
      static const storage::StorageUrl sqlite = pristine_database(dialect);
      return sqlite;
    }
    static const storage::StorageUrl mysql = pristine_database(dialect);
    return mysql;
  }
  void SetUp() override {
    store.aside().execute("delete from work_item where shard >= ?", storage::Row{0});
    store.seed();
    if (HasFatalFailure()) GTEST_FAIL();
  }
  /// A scheduled message due `after` the base time.
  domain::Message due(milliseconds after) {
    domain::AcceptRequest request = store.request("+15005550100");
    request.message.content.schedule_for = base + after;
    request.message.status = domain::MessageStatus::Scheduled;
    const auto accepted =
        store.commit<domain::Accepted>([&](auto done) { store.ledger.accept(request, done); });
    EXPECT_TRUE(accepted) << accepted.error().reason;
    return accepted ? accepted->message : domain::Message{};
  }
  std::vector<domain::Work> load(Instant until, const domain::WorkPlace& after, int limit) {
    auto works = store.messages.load(store.channel, until, after, limit);
    EXPECT_TRUE(works) << works.error().reason;
    return works ? *works : std::vector<domain::Work>{};
  }
  Store store{own(GetParam())};
  Instant base{milliseconds{4'102'444'800'000}};
};

TEST_P(WorkSource, PagesGoByDueTimeThenIdAndMeetEveryItemOnce) {
  for (const int ms : {30, 10, 20, 20, 20, 10, 0}) due(milliseconds{ms});
  std::vector<domain::Work> seen;
  domain::WorkPlace place;
  for (;;) {
    const auto page = load(base + milliseconds{100}, place, 2);
    if (page.empty()) break;
    ASSERT_LE(page.size(), 2U);
    seen.insert(seen.end(), page.begin(), page.end());
    place = {page.back().due_at, page.back().message.id};
  }
  ASSERT_EQ(seen.size(), 7U);
  for (std::size_t i = 1; i < seen.size(); ++i)
    EXPECT_LT(std::tie(seen[i - 1].due_at, seen[i - 1].message.id),
              std::tie(seen[i].due_at, seen[i].message.id));
}

TEST_P(WorkSource, OfSomeShardsOnlyTheirWorkIsOffered) {
  std::vector<domain::Message> all;
  for (int i = 0; i < 12; ++i) all.push_back(due(milliseconds{i}));
  domain::NodeShards served{domain::ShardSet::of(all[3].shard) | domain::ShardSet::of(all[7].shard)};
  storage::PoolMessages messages{store.pool, &served};
  const auto count = [&] {
    const auto works = messages.load(store.channel, base + milliseconds{100}, {}, 100);
    EXPECT_TRUE(works);
    for (const domain::Work& work : *works) EXPECT_TRUE(served.has(work.message.shard));
    return works->size();
  };
  EXPECT_EQ(count(), static_cast<std::size_t>(std::ranges::count_if(
                         all, [&](const domain::Message& one) { return served.has(one.shard); })));
  served.set({});
  EXPECT_EQ(count(), 0U);
}

TEST_P(WorkSource, TheHorizonIsInclusiveAndLaterWorkStays) {
  due(milliseconds{10});
  due(milliseconds{11});
  EXPECT_EQ(load(base + milliseconds{9}, {}, 10).size(), 0U);
  EXPECT_EQ(load(base + milliseconds{10}, {}, 10).size(), 1U);
  EXPECT_EQ(load(base + milliseconds{11}, {}, 10).size(), 2U);
}

TEST_P(WorkSource, WorkAddedBehindThePlaceComesWithTheNextSweep) {
  due(milliseconds{20});
  const auto first = load(base + milliseconds{100}, {}, 10);
  ASSERT_EQ(first.size(), 1U);
  const domain::WorkPlace place{first[0].due_at, first[0].message.id};
  due(milliseconds{10});
  const domain::Message later = due(milliseconds{30});
  const auto rest = load(base + milliseconds{100}, place, 10);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].message.id, later.id);
  EXPECT_EQ(load(base + milliseconds{100}, {}, 10).size(), 3U);
}

TEST_P(WorkSource, ChannelsAreThoseWithWorkDueByThen) {
  const auto names = [&](Instant until) {
    const auto found = store.messages.channels(until);
    EXPECT_TRUE(found) << found.error().reason;
    return found ? *found : std::vector<domain::ChannelId>{};
  };
  EXPECT_TRUE(names(base).empty());
  due(milliseconds{10});
  due(milliseconds{20});
  EXPECT_TRUE(names(base + milliseconds{9}).empty());
  EXPECT_EQ(names(base + milliseconds{10}), std::vector{store.channel});
  const domain::ChannelId first = store.channel;
  store.seed();
  due(milliseconds{5});
  EXPECT_EQ(names(base + milliseconds{5}), std::vector{store.channel});
  EXPECT_EQ(names(base + milliseconds{10}).size(), 2U);
  EXPECT_EQ(load(base + milliseconds{100}, {}, 10).size(), 1U) << "of this channel alone";
  EXPECT_EQ(store.messages.load(first, base + milliseconds{100}, {}, 10)->size(), 2U);
}

TEST_P(WorkSource, AnItemBringsItsWholeMessage) {
  const domain::Message message = due(milliseconds{5});
  const auto works = load(base + milliseconds{5}, {}, 10);
  ASSERT_EQ(works.size(), 1U);
  EXPECT_EQ(works[0].message.id, message.id);
  EXPECT_EQ(works[0].message.tenant, store.tenant);
  EXPECT_EQ(works[0].message.channel, store.channel);
  EXPECT_EQ(works[0].message.content.body, "hello");
  EXPECT_EQ(works[0].due_at, base + milliseconds{5});
}

TEST_P(WorkSource, WorkUnderWayIsNotOfferedAgain) {
  const domain::Message message = due(milliseconds{5});
  const auto verdict = store.commit<domain::IntentVerdict>([&](auto done) {
    store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                         .message = message.id,
                         .tenant = store.tenant,
                         .channel = store.channel,
                         .address = {"phone", "+15005550100"}},
                        done);
  });
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(load(base + milliseconds{100}, {}, 10).empty());
}

TEST_P(WorkSource, ALimitOfNothingIsNothing) {
  due(milliseconds{5});
  EXPECT_TRUE(load(base + milliseconds{100}, {}, 0).empty());
}

INSTANTIATE_TEST_SUITE_P(Storage, WorkSource, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

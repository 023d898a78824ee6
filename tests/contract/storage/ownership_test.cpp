#include <functional>

#include "host/storage/connection.hpp"
#include "host/storage/ownership.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

using std::chrono::milliseconds;

/// Stands still until it is told to go on.
class StandingClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{milliseconds{1'700'000'000'000}} + passed; }
  [[nodiscard]] Tick tick() const override { return Tick{} + passed; }
  milliseconds passed{0};
};

class Ownership : public OnBothDatabases {
 protected:
  void SetUp() override { db.execute("delete from shard_lease where shard >= ?", storage::Row{0}); }
  Result<Done> take(const std::string& writer, const std::function<void()>& meanwhile = [] {}) {
    waited = milliseconds{0};
    return storage::take_shards({.url = url(), .writer = writer, .observation = milliseconds{5'000}}, clock,
                                [&](milliseconds pause) {
                                  clock.passed += pause;
                                  waited += pause;
                                  meanwhile();
                                });
  }
  std::vector<storage::Row> owners() {
    return db.query("select writer, count(*) from shard_lease group by writer", 2);
  }
  std::int64_t epoch(const std::string& writer) {
    return db.query("select epoch from writer_fence where writer = ?", 1, storage::Row{writer})
        .at(0)[0]
        .number();
  }
  void expect_owner(const std::string& writer) {
    const auto rows = owners();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0][0].text, writer);
    EXPECT_EQ(rows[0][1].number(), domain::kShards);
  }
  storage::Connection db{url(), storage::Access::Write};
  StandingClock clock;
  milliseconds waited{0};
};

TEST_P(Ownership, FreeShardsAreTakenWithoutWaiting) {
  ASSERT_TRUE(take("alpha"));
  EXPECT_EQ(waited.count(), 0);
  expect_owner("alpha");
}

TEST_P(Ownership, TheSameWriterTakesThemAgainWithoutWaiting) {
  ASSERT_TRUE(take("alpha"));
  ASSERT_TRUE(take("alpha"));
  EXPECT_EQ(waited.count(), 0);
  expect_owner("alpha");
}

TEST_P(Ownership, AnOwnerWithoutABeatIsFencedOffAfterTheObservation) {
  Store old{url()};
  ASSERT_TRUE(take(old.name));
  const auto before = epoch(old.name);
  ASSERT_TRUE(take("beta"));
  EXPECT_GE(waited, milliseconds{5'000});
  expect_owner("beta");
  EXPECT_EQ(epoch(old.name), before + 1);
  const auto late = old.commit<domain::Tenant>([&](auto done) {
    old.accounts.create(domain::Tenant{.id = domain::TenantId{old.uuid()}, .name = "Late"}, {}, done);
  });
  ASSERT_FALSE(late) << "the old owner woke up and must not write";
  EXPECT_EQ(late.error().reason, "writer_fenced");
}

TEST_P(Ownership, AnOwnerThatBeatsIsLeftInPeaceAndNamedInTheError) {
  Store old{url()};
  ASSERT_TRUE(take(old.name));
  const auto before = epoch(old.name);
  int looks = 0;
  const auto refused = take("beta", [&] {
    if (++looks != 7) return;
    old.writer.beat();
    old.writer.step();
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::Conflict);
  EXPECT_EQ(refused.error().reason, "other_node_live");
  EXPECT_NE(refused.error().detail.find(old.name), std::string::npos);
  EXPECT_EQ(looks, 7) << "one beat is proof enough";
  expect_owner(old.name);
  EXPECT_EQ(epoch(old.name), before);
}

TEST_P(Ownership, ARestartOfTheOwnerDuringTheObservationCountsAsLife) {
  Store old{url()};
  ASSERT_TRUE(take(old.name));
  EXPECT_FALSE(take("beta", [&] { old.writer.take_over(); }));
  expect_owner(old.name);
}

TEST_P(Ownership, AnOwnerThatNeverHadAFenceIsTakenForDead) {
  ASSERT_TRUE(take("ghost-without-fence"));
  ASSERT_TRUE(take("beta"));
  expect_owner("beta");
}

INSTANTIATE_TEST_SUITE_P(Storage, Ownership, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

#include <stdexcept>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

using storage::Connection;

class PoolContract : public OnBothDatabases {
 protected:
  static int one(Connection& db) { return static_cast<int>(db.query("select 1", 1).at(0).at(0).number()); }
};

TEST_P(PoolContract, WhenAllConnectionsAreLentAReaderIsToldToTryAgain) {
  storage::Pool pool{url(), 1};
  const auto outer = pool.read<int>([&](Connection&) {
    const auto inner = pool.read<int>(one);
    EXPECT_FALSE(inner);
    if (!inner) {
      EXPECT_EQ(inner.error().code, Errc::Unavailable);
      EXPECT_EQ(inner.error().reason, "database_busy");
      EXPECT_TRUE(inner.error().retry_after_ms);
    }
    return 2;
  });
  ASSERT_TRUE(outer);
  EXPECT_TRUE(pool.read<int>(one)) << "the connection came back";
}

TEST_P(PoolContract, AFailedStatementIsAnErrorAndItsPlaceIsGivenBack) {
  storage::Pool pool{url(), 1};
  for (int i = 0; i < 3; ++i) {
    const auto failed = pool.read<int>(
        [](Connection& db) { return static_cast<int>(db.query("select nothing from nowhere", 1).size()); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::Internal);
    EXPECT_EQ(failed.error().detail.find("nowhere"), std::string::npos);
  }
  EXPECT_TRUE(pool.read<int>(one));
}

TEST_P(PoolContract, AnExceptionOfTheReaderGivesTheConnectionBackToo) {
  storage::Pool pool{url(), 1};
  EXPECT_THROW((void)pool.read<int>([](Connection&) -> int { throw std::runtime_error{"a defect"}; }),
               std::runtime_error);
  EXPECT_TRUE(pool.read<int>(one));
}

TEST_P(PoolContract, AReaderSeesWhatWasCommittedJustNow) {
  Store store{url()};
  store.seed();
  ASSERT_TRUE(store.messages.list(store.tenant, {}, {}, 10));  // a pooled connection has a past
  ASSERT_TRUE(store.commit<domain::Accepted>(
      [&](auto done) { store.ledger.accept(store.request("+15005550100"), done); }));
  const auto page = store.messages.list(store.tenant, {}, {}, 10);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->items.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Storage, PoolContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

#include <sqlite3.h>

#include <functional>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

/// While it lives, SQLite connections that are opened do not sleep when they find the database locked: each
/// nap calls the test instead and counts as slept. So a busy timeout passes in no time and at a known moment.
class Naps {
 public:
  explicit Naps(std::function<void(int nap)> on_nap) : on_nap_{std::move(on_nap)} {
    shim_.vfs = *sqlite3_vfs_find(nullptr);
    shim_.vfs.zName = "herald-naps";
    shim_.vfs.xSleep = [](sqlite3_vfs* vfs, int microseconds) {
      void* raw = vfs;
      Naps& self = *static_cast<Shim*>(raw)->self;
      self.on_nap_(++self.count_);
      return microseconds;
    };
    shim_.self = this;
    sqlite3_vfs_register(&shim_.vfs, 1);
  }
  ~Naps() { sqlite3_vfs_unregister(&shim_.vfs); }
  Naps(const Naps&) = delete;
  Naps& operator=(const Naps&) = delete;
  [[nodiscard]] int count() const { return count_; }

 private:
  struct Shim {
    sqlite3_vfs vfs;  // first, so that SQLite's pointer is ours
    Naps* self;
  };
  std::function<void(int)> on_nap_;
  int count_{0};
  Shim shim_{};
};

class SqliteBusy : public testing::Test {
 protected:
  /// The connections of `store` are opened under `naps`.
  void prepare(Store& store) {
    store.seed();
    store.aside().begin();  // from now on this connection holds the write lock
  }
  int run(Store& store, Answer<domain::Accepted>& answer) {
    int evaluations = 0;
    storage::submit_step<Done>(
        store.writer, [](storage::Batch&) {},
        [&](storage::Batch&) -> Result<Done> {
          ++evaluations;
          return Done{};
        },
        [](const Result<Done>&) {});
    store.ledger.accept(store.request("+15005550100"), answer.completion());
    store.writer.step();
    return evaluations;
  }
  static std::int64_t messages(Store& store) {
    return store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant});
  }
};

TEST_F(SqliteBusy, AWriterWaitsForTheLockOfAnother) {
  Store* holder = nullptr;
  Naps naps{[&](int nap) {
    if (nap == 5) holder->aside().rollback();
  }};
  Answer<domain::Accepted> answer;
  Store store{shared_database(storage::Dialect::Sqlite)};
  holder = &store;
  prepare(store);
  EXPECT_EQ(run(store, answer), 1);
  EXPECT_EQ(naps.count(), 5);
  EXPECT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(messages(store), 1);
}

TEST_F(SqliteBusy, ALockHeldLongerThanTheBusyTimeoutMakesTheBatchRunAgain) {
  constexpr int kNapsOfOneTimeout = 120;  // SQLite's naps grow to 100 ms; 10 s are over by then
  Store* holder = nullptr;
  Naps naps{[&](int nap) {
    if (nap == 2 * kNapsOfOneTimeout) holder->aside().rollback();
  }};
  Answer<domain::Accepted> answer;
  Store store{shared_database(storage::Dialect::Sqlite)};
  holder = &store;
  prepare(store);
  EXPECT_EQ(run(store, answer), 1);
  EXPECT_EQ(naps.count(), 2 * kNapsOfOneTimeout);
  EXPECT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(messages(store), 1);
}

TEST_F(SqliteBusy, ALockThatNeverGoesIsBoundedAndMakesTheCallersTryAgainLater) {
  StillClock clock;
  Naps naps{[&](int) { clock.passed += std::chrono::milliseconds{100}; }};  // none is longer
  Answer<domain::Accepted> answer;
  Store store{shared_database(storage::Dialect::Sqlite), "", 512, &clock};
  prepare(store);
  EXPECT_EQ(run(store, answer), 0);
  EXPECT_LE(clock.passed, std::chrono::seconds{20});
  EXPECT_EQ(answer.reason(), "database_busy");
  EXPECT_EQ(answer.result->error().code, Errc::Unavailable);
  EXPECT_EQ(answer.result->error().retry_after_ms, 1000);
  EXPECT_TRUE(store.writer.trouble());
  store.aside().rollback();
  EXPECT_EQ(messages(store), 0);
  Answer<domain::Accepted> later;
  EXPECT_EQ(run(store, later), 1);
  EXPECT_TRUE(later.ok()) << later.reason();
  EXPECT_FALSE(store.writer.trouble());
}

}  // namespace
}  // namespace herald::test

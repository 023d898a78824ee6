#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "tests/contract/storage/ledger_steps.hpp"
#include "tests/contract/storage/offender.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using support::MariadbSession;

bool eventually(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::yield();
  }
  return true;
}

/// A second connection takes the locks of the writer in the opposite order: first a message, then the fence
/// row.
class MariadbLocks : public testing::Test {
 protected:
  MariadbLocks()
      : rival{support::shared_mariadb().socket(), shared_database(storage::Dialect::Mysql).database} {}
  void SetUp() override {
    store->seed();
    if (HasFatalFailure()) GTEST_FAIL();
    const auto accepted = store->commit<domain::Accepted>(
        [&](auto done) { store->ledger.accept(store->request("+15005550100"), done); });
    ASSERT_TRUE(accepted) << accepted.error().reason;
    message = accepted->message;
  }
  /// The writer again, waiting a second for a lock: the least that InnoDB knows.
  void reopen_with_short_waits() {
    storage::StorageUrl url = shared_database(storage::Dialect::Mysql);
    url.lock_wait = std::chrono::seconds{1};
    auto fresh = std::make_unique<Store>(url, "", 512, &clock);
    fresh->tenant = store->tenant;
    fresh->channel = store->channel;
    store = std::move(fresh);
  }
  void rival_locks_message() {
    rival.run("start transaction");
    rival.run("update communication_message set lead_id = 'rival' where id = '" + message.id.text + "'");
  }
  /// Changes the message, so that the batch needs the lock that the rival holds.
  void submit() {
    storage::submit_step<Done>(
        store->writer, [](storage::Batch&) {},
        [this](storage::Batch& batch) -> Result<Done> {
          ++evaluations;
          batch.update(storage::kUpdateWorkDue, {batch.now(), message.id});
          batch.update(lead_of_message, {"writer", message.id});
          return Done{};
        },
        answer.completion());
    store->ledger.accept(store->request("+15005550101"), neighbour.completion());
  }
  /// From the server's counter: INNODB_TRX shows an old copy to those who look often.
  bool writer_waits_for_a_lock() {
    const auto rows = watcher.rows("show global status like 'Innodb_row_lock_current_waits'");
    return rows.at(0).at(1) != "0";
  }
  void expect_success() {
    EXPECT_TRUE(answer.ok()) << answer.reason();
    EXPECT_TRUE(neighbour.ok()) << neighbour.reason();
    EXPECT_EQ(store->look("select lead_id from communication_message where id = ?", {message.id}), "writer");
    EXPECT_EQ(store->count("select count(*) from communication_message where tenant_id = ?", {store->tenant}),
              2);
    EXPECT_EQ(journal_complaints(*store), "");
  }
  const storage::Update lead_of_message{.table = "communication_message", .key = "id", .set = {"lead_id"}};
  std::atomic<int> evaluations{0};
  Answer<Done> answer;
  Answer<domain::Accepted> neighbour;
  MariadbSession watcher{support::shared_mariadb().socket()};
  MariadbSession rival;
  StillClock clock;
  std::unique_ptr<Store> store{std::make_unique<Store>(shared_database(storage::Dialect::Mysql))};
  domain::Message message;
};

TEST_F(MariadbLocks, ADeadlockThatTheWriterLosesIsRunAgainAndSucceeds) {
  rival_locks_message();
  // The victim is who has changed less: the rival changes a lot.
  rival.run("insert into config_version (name, version) select concat('rival', seq), 1 from seq_1_to_500");
  submit();
  std::thread writing{[&] { store->writer.step(); }};
  EXPECT_TRUE(eventually([&] { return writer_waits_for_a_lock(); }));
  EXPECT_NO_THROW(
      rival.run("update writer_fence set heartbeat = heartbeat + 1 where writer = '" + store->name + "'"));
  rival.run("delete from config_version where name like 'rival%'");
  rival.run("commit");
  writing.join();
  EXPECT_EQ(evaluations, 2);
  expect_success();
}

TEST_F(MariadbLocks, AProcessThatStandsStillWithinATransactionHoldsItsLocksNoLongerThanItsIdleLimit) {
  storage::StorageUrl url = shared_database(storage::Dialect::Mysql);
  url.idle_limit = std::chrono::seconds{1};
  const std::string sql = "update writer_fence set heartbeat = heartbeat + 1 where writer = ?";
  storage::Connection still{url, storage::Access::Write};
  still.begin();
  still.execute(sql, storage::Row{store->name});
  EXPECT_EQ(store->aside().execute(sql, storage::Row{store->name}), 1) << "within the ten seconds of a lock";
  try {
    still.commit();
    ADD_FAILURE() << "what it had not committed is gone";
  } catch (const storage::StorageFailure& failure) {
    EXPECT_EQ(failure.kind(), storage::FailureKind::Connection);
  }
}

TEST_F(MariadbLocks, ALockWaitThatTimesOutIsRunAgainAndSucceeds) {
  reopen_with_short_waits();
  rival_locks_message();
  submit();
  std::thread writing{[&] { store->writer.step(); }};
  EXPECT_TRUE(eventually([&] { return evaluations >= 2; })) << "the first run ended by time-out";
  rival.run("commit");
  writing.join();
  EXPECT_GE(evaluations, 2);
  expect_success();
}

TEST_F(MariadbLocks, ALockThatNeverGoesIsBoundedAndMakesTheCallersTryAgainLater) {
  reopen_with_short_waits();
  rival_locks_message();
  clock.on_tick = [this] {  // the second look at the clock is ten seconds after the first
    if (evaluations == 1) clock.passed = std::chrono::seconds{10};
  };
  submit();
  store->writer.step();
  EXPECT_EQ(evaluations, 1);
  EXPECT_EQ(answer.reason(), "database_busy");
  EXPECT_EQ(answer.result->error().code, Errc::Unavailable);
  EXPECT_EQ(answer.result->error().retry_after_ms, 1000);
  EXPECT_EQ(neighbour.reason(), "database_busy");
  EXPECT_TRUE(store->writer.trouble());
  rival.run("commit");
  answer = {};
  neighbour = {};
  submit();
  store->writer.step();
  expect_success();
  EXPECT_FALSE(store->writer.trouble());
}

TEST_F(MariadbLocks, AStatementWaitsTenSecondsForARowOrATable) {
  EXPECT_EQ(store->look("select @@innodb_lock_wait_timeout"), "10");
  EXPECT_EQ(store->look("select @@lock_wait_timeout"), "10");
}

}  // namespace
}  // namespace herald::test

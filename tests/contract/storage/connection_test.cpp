#include "host/storage/connection.hpp"
#include "host/storage/leases.hpp"
#include "tests/contract/storage/ledger_steps.hpp"
#include "tests/support/mariadb.hpp"
#include "tests/support/tcp_proxy.hpp"

namespace herald::test {
namespace {

using support::Cut;

storage::StorageUrl through(const support::TcpProxy& proxy) {
  storage::StorageUrl url = shared_database(storage::Dialect::Mysql);
  url.socket.clear();
  url.host = "127.0.0.1";
  url.port = proxy.port();
  return url;
}

/// A writer whose connection to MariaDB can be cut. What the test looks at goes another way.
class WriterConnection : public testing::Test {
 protected:
  void SetUp() override {
    store.seed();
    if (HasFatalFailure()) GTEST_FAIL();
    watcher.tenant = store.tenant;
    watcher.channel = store.channel;
  }
  /// Three accepts and a step that counts how often it was evaluated.
  void submit() {
    for (auto& answer : answers)
      store.ledger.accept(store.request("+1500555" + std::to_string(2000 + ++numbers)), answer.completion());
    storage::submit_step<Done>(
        store.writer, [](storage::Batch&) {},
        [this](storage::Batch&) -> Result<Done> {
          ++evaluations;
          return Done{};
        },
        counted.completion());
  }
  int answered() const {
    int sum = counted.calls;
    for (const auto& answer : answers) sum += answer.calls;
    return sum;
  }
  void expect_success() {
    for (const auto& answer : answers) EXPECT_TRUE(answer.ok()) << answer.reason();
    EXPECT_TRUE(counted.ok()) << counted.reason();
    EXPECT_FALSE(store.writer.trouble());
    EXPECT_EQ(messages(), 3);
    EXPECT_EQ(store.offers.works.size(), 3U);
    EXPECT_EQ(journal_complaints(watcher), "");
  }
  /// Steps until everything is answered; the writer never needs many.
  void finish() {
    for (int turns = 0; turns < 20 && !store.writer.idle(); ++turns) store.writer.step();
  }
  std::int64_t messages() {
    return watcher.count("select count(*) from communication_message where tenant_id = ?", {store.tenant});
  }

  std::vector<Answer<domain::Accepted>> answers{3};
  Answer<Done> counted;
  int evaluations{0};
  int numbers{0};
  Store watcher{shared_database(storage::Dialect::Mysql)};
  support::TcpProxy proxy{support::shared_mariadb().port()};
  Store store{through(proxy)};
};

TEST_F(WriterConnection, LostBetweenBatchesItIsReplacedWithoutAnybodyNoticing) {
  proxy.set_away(true);
  proxy.set_away(false);
  submit();
  store.writer.step();
  expect_success();
}

TEST_F(WriterConnection, LostBeforeTheServerSeesTheCommitTheBatchIsRunAgainAndCommittedOnce) {
  proxy.cut_next(Cut::BeforeForwarding);
  submit();
  store.writer.step();
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_EQ(answered(), 0) << "nobody knows yet";
  EXPECT_TRUE(store.writer.trouble());
  finish();
  EXPECT_EQ(evaluations, 2);
  expect_success();
}

TEST_F(WriterConnection, LostAfterTheServerHasCommittedTheFenceRowTellsSoAndNothingIsRunTwice) {
  proxy.cut_next(Cut::BeforeAnswer);
  submit();
  store.writer.step();
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_EQ(answered(), 0) << "nobody knows yet";
  EXPECT_EQ(messages(), 3);
  finish();
  EXPECT_EQ(evaluations, 1);
  expect_success();
}

TEST_F(WriterConnection, AfterADoubtTheJournalGoesOnWithoutAGap) {
  for (const Cut cut : {Cut::BeforeForwarding, Cut::BeforeAnswer, Cut::BeforeForwarding, Cut::BeforeAnswer}) {
    proxy.cut_next(cut);
    for (int i = 0; i < 70; ++i)
      store.ledger.accept(store.request("+1500555" + std::to_string(3000 + ++numbers)),
                          [](const auto& result) { EXPECT_TRUE(result); });
    store.writer.step();
    finish();
  }
  EXPECT_EQ(proxy.cuts(), 4);
  EXPECT_EQ(messages(), 280);
  EXPECT_EQ(store.offers.works.size(), 280U);
  EXPECT_EQ(journal_complaints(watcher), "");
}

TEST_F(WriterConnection, WorkThatArrivesDuringADoubtWaitsAndIsThenCommitted) {
  proxy.cut_next(Cut::BeforeAnswer);
  submit();
  store.writer.step();
  proxy.set_away(true);
  Answer<domain::Accepted> later;
  store.ledger.accept(store.request("+15005559999"), later.completion());
  for (int i = 0; i < 3; ++i) store.writer.step();
  EXPECT_EQ(later.calls, 0);
  EXPECT_EQ(answered(), 0);
  EXPECT_FALSE(store.writer.idle());
  proxy.set_away(false);
  finish();
  EXPECT_TRUE(later.ok()) << later.reason();
  EXPECT_EQ(evaluations, 1);
  EXPECT_EQ(messages(), 4);
  EXPECT_EQ(answered(), 4);
}

TEST_F(WriterConnection, AwayAltogetherEveryCallerIsToldOnceAndLaterWorkSucceeds) {
  proxy.set_away(true);
  submit();
  store.writer.step();
  for (const auto& answer : answers) {
    EXPECT_EQ(answer.reason(), "database_away");
    EXPECT_EQ(answer.result->error().code, Errc::Unavailable);
  }
  EXPECT_EQ(counted.reason(), "database_away");
  EXPECT_TRUE(store.writer.trouble());
  EXPECT_EQ(messages(), 0);
  proxy.set_away(false);
  for (auto& answer : answers) answer = {};
  counted = {};
  submit();
  store.writer.step();
  expect_success();
}

TEST_F(WriterConnection, TheServerMayDieInADoubtAndComeBackLater) {
  proxy.cut_next(Cut::BeforeAnswer);
  submit();
  store.writer.step();
  support::shared_mariadb().kill();
  for (int i = 0; i < 3; ++i) store.writer.step();
  EXPECT_EQ(answered(), 0);
  EXPECT_TRUE(store.writer.trouble());
  support::shared_mariadb().restart();
  finish();
  EXPECT_EQ(answered(), 4);
  EXPECT_EQ(evaluations, 1);
  Store fresh{shared_database(storage::Dialect::Mysql)};
  EXPECT_EQ(fresh.count("select count(*) from communication_message where tenant_id = ?", {store.tenant}), 3);
  EXPECT_EQ(journal_complaints(fresh), "");
}

TEST_F(WriterConnection, TakenOverWhileInDoubtItRefusesInsteadOfRunningAgain) {
  proxy.cut_next(Cut::BeforeForwarding);
  submit();
  store.writer.step();
  Store successor{shared_database(storage::Dialect::Mysql), store.name};
  // The successor has come to the very batch number that is in doubt: only the epoch tells them apart.
  while (successor.writer.batches() < store.writer.batches() + 1) {
    successor.writer.beat();
    successor.writer.step();
  }
  finish();
  for (const auto& answer : answers) EXPECT_EQ(answer.reason(), "writer_fenced");
  EXPECT_EQ(evaluations, 1);
  EXPECT_EQ(messages(), 0);
}

TEST_F(WriterConnection, TakenOverAfterTheServerHadCommittedItsCallersHearThatTheyAreStored) {
  proxy.cut_next(Cut::BeforeAnswer);
  submit();
  store.writer.step();
  Store successor{shared_database(storage::Dialect::Mysql), store.name};
  successor.writer.beat();
  successor.writer.step();
  finish();
  for (const auto& answer : answers) EXPECT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(messages(), 3);
  EXPECT_TRUE(store.writer.trouble()) << "but it commits nothing more";
  Answer<domain::Accepted> later;
  store.ledger.accept(store.request("+15005559999"), later.completion());
  store.writer.step();
  EXPECT_EQ(later.reason(), "writer_fenced");
}

TEST_F(WriterConnection, FencedOffByAnotherNodeItsCallersHearThatTheyAreStored) {
  proxy.cut_next(Cut::BeforeAnswer);
  submit();
  store.writer.step();
  watcher.aside().execute(
      "insert into shard_lease (shard, writer, epoch, heartbeat, updated_at) values (?,?,?,?,?)",
      storage::Row{1, store.name, 1, 0, store.clock.now()});
  domain::NodeShards owned{domain::ShardSet{}};
  Store other{shared_database(storage::Dialect::Mysql), {}, 512, nullptr, &owned};
  storage::StoredLeases leases{other.writer, other.pool, other.name, owned};
  ASSERT_TRUE(other.commit<Done>([&](auto done) {
    leases.claim(
        {.shards = domain::ShardSet::of(1), .from = store.name, .seen = leases.read()->fences.at(store.name)},
        done);
  }));
  finish();
  for (const auto& answer : answers) EXPECT_TRUE(answer.ok()) << answer.reason();
  EXPECT_TRUE(store.writer.trouble());
}

TEST_F(WriterConnection, TakenOverTwiceWhileInDoubtItSaysThatTheOutcomeIsUnknown) {
  for (const Cut cut : {Cut::BeforeAnswer, Cut::BeforeForwarding}) {
    for (auto& answer : answers) answer = {};
    counted = {};
    store.writer.take_over();
    proxy.cut_next(cut);
    submit();
    store.writer.step();
    const Store first{shared_database(storage::Dialect::Mysql), store.name};
    const Store second{shared_database(storage::Dialect::Mysql), store.name};
    finish();
    for (const auto& answer : answers) EXPECT_EQ(answer.reason(), "outcome_unknown");
  }
  EXPECT_EQ(messages(), 3);
}

TEST_F(WriterConnection, AWriterThatGoesWhileInDoubtAnswersEveryoneOnce) {
  auto leaving = std::make_unique<Store>(through(proxy));
  leaving->tenant = store.tenant;
  leaving->channel = store.channel;
  proxy.cut_next(Cut::BeforeForwarding);
  for (auto& answer : answers)
    leaving->ledger.accept(leaving->request("+1500555" + std::to_string(2000 + ++numbers)),
                           answer.completion());
  leaving->writer.step();
  EXPECT_EQ(answered(), 0);
  leaving.reset();
  for (const auto& answer : answers) {
    ASSERT_EQ(answer.calls, 1);
    ASSERT_FALSE(answer.result->has_value());
    EXPECT_EQ(answer.result->error().code, Errc::Unavailable);
  }
}

TEST_F(WriterConnection, ReadersGetNewConnectionsAfterAllOfThemWereLost) {
  ASSERT_TRUE(store.pool.read<int>([&](storage::Connection&) {
    const auto inner =
        store.pool.read<int>([](storage::Connection&) { return 1; });  // so that the pool holds two
    EXPECT_TRUE(inner);
    return 1;
  }));
  proxy.set_away(true);
  proxy.set_away(false);
  const auto page = store.messages.list(store.tenant, {}, {}, 10);
  EXPECT_TRUE(page) << page.error().reason;
}

}  // namespace
}  // namespace herald::test

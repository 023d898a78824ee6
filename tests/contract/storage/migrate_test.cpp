#include <atomic>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

using storage::Checksums;
using storage::MigrationReport;

/// A few files of the test's own, applied to a database without tables.
class Migrations : public testing::TestWithParam<storage::Dialect> {
 protected:
  void SetUp() override {
    write("001_first", "create table one (id integer not null)\n--;\ninsert into one (id) values (1)\n");
    write("002_second", "create table two (id integer not null)\n");
  }
  void write(const std::string& name, const std::string& text) {
    const std::string folder = directory + (GetParam() == storage::Dialect::Sqlite ? "/sqlite" : "/mysql");
    std::filesystem::create_directories(folder);
    std::ofstream{folder + "/" + name + ".sql", std::ios::binary} << text;
  }
  void remove(const std::string& name) {
    std::filesystem::remove(directory + (GetParam() == storage::Dialect::Sqlite ? "/sqlite/" : "/mysql/") +
                            name + ".sql");
  }
  Result<MigrationReport> run(const std::string& node = "node-1", Checksums checksums = Checksums::Enforce) {
    return storage::migrate({.url = url, .directory = directory, .node = node, .checksums = checksums},
                            clock);
  }
  std::vector<std::string> applied(const Result<MigrationReport>& report) {
    EXPECT_TRUE(report) << report.error().detail;
    return report ? report->applied : std::vector<std::string>{"failed"};
  }
  std::int64_t count(const std::string& sql) {
    storage::Connection db{url, storage::Access::Write};
    return db.query(sql, 1).at(0).at(0).number();
  }
  void change(const std::string& sql) {
    storage::Connection db{url, storage::Access::Write};
    db.run(sql);
  }
  /// As a node does that is migrating.
  void hold_lock(const std::string& holder) {
    change("insert into schema_migration_lock (name, holder, beat) values ('schema', '" + holder + "', 0)");
  }
  using Names = std::vector<std::string>;
  SystemClock clock;
  std::string directory = scratch_directory("migrations");
  storage::StorageUrl url = empty_database(GetParam());
};

TEST_P(Migrations, AFreshDatabaseGetsEveryFileInOrder) {
  const auto report = run();
  EXPECT_EQ(applied(report), (Names{"001_first", "002_second"}));
  EXPECT_TRUE(report->pending.empty());
  EXPECT_EQ(report->version, "002_second");
  EXPECT_EQ(count("select count(*) from one"), 1);
  EXPECT_EQ(count("select count(*) from two"), 0);
}

TEST_P(Migrations, TheSecondRunDoesNothing) {
  ASSERT_TRUE(run());
  const auto report = run();
  EXPECT_EQ(applied(report), Names{});
  EXPECT_EQ(report->version, "002_second");
  EXPECT_EQ(count("select count(*) from one"), 1);
}

TEST_P(Migrations, PendingFilesAreToldWithoutApplyingThem) {
  ASSERT_TRUE(run());
  write("003_third", "create table three (id integer not null)");
  for (int i = 0; i < 2; ++i) {
    const auto report = storage::pending_migrations({.url = url, .directory = directory, .node = "n"});
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->pending, Names{"003_third"});
    EXPECT_EQ(report->version, "002_second");
  }
  EXPECT_EQ(applied(run()), Names{"003_third"});
}

TEST_P(Migrations, OfAnEmptyDatabaseAllArePendingAndItStaysEmpty) {
  for (int i = 0; i < 2; ++i) {
    const auto report = storage::pending_migrations({.url = url, .directory = directory, .node = "n"});
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->pending, (Names{"001_first", "002_second"}));
  }
  change("create table schema_migration (only integer not null)");  // fails when there is one
}

TEST_P(Migrations, ARunThatWasInterruptedGoesOnWhereItStopped) {
  write("003_third",
        "create table three (id integer not null)\n--;\ninsert into missing (id) values (1)\n--;\ninsert "
        "into three (id) values (3)\n");
  const auto failed = run();
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().code, Errc::Conflict);
  EXPECT_EQ(count("select count(*) from schema_migration where state = 'DONE'"), 2);
  // The fix replaces the statement that failed; the first one is not run again where it already counts.
  write("003_third",
        "create table three (id integer not null)\n--;\ninsert into three (id) values (2)\n--;\ninsert into "
        "three (id) values (3)\n");
  const auto report = run();
  EXPECT_EQ(applied(report), Names{"003_third"});
  EXPECT_EQ(count("select sum(id) from three"), 5);
  EXPECT_EQ(applied(run()), Names{}) << "the fixed file's checksum is the one that counts";
}

TEST_P(Migrations, AFailedRunLeavesNoLockBehind) {
  write("003_third", "create table three (id integer not null)\n--;\ninsert into missing (id) values (1)\n");
  ASSERT_FALSE(run("node-1"));
  EXPECT_EQ(count("select count(*) from schema_migration_lock"), 0);
}

TEST_P(Migrations, AFileWithoutAnyEffectLeavesTheOlderReleaseItsDatabase) {
  ASSERT_TRUE(run());
  write("003_third", "insert into missing (id) values (1)\n");
  const auto failed = run();
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().detail.find("003_third"), std::string::npos) << failed.error().detail;
  remove("003_third");
  EXPECT_EQ(applied(run()), Names{});
}

TEST_P(Migrations, AFileThatChangedAfterItWasAppliedIsRefusedAndNamed) {
  ASSERT_TRUE(run());
  write("001_first", "create table one (id integer not null)\n--;\ninsert into one (id) values (2)\n");
  const auto report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::Invalid);
  EXPECT_EQ(report.error().reason, "migration_changed");
  EXPECT_NE(report.error().detail.find("001_first"), std::string::npos);
  EXPECT_EQ(count("select count(*) from one where id = 1"), 1);
  EXPECT_FALSE(storage::pending_migrations({.url = url, .directory = directory, .node = "n"}));
}

TEST_P(Migrations, DuringDevelopmentAChangedFileIsTakenAsItIs) {
  ASSERT_TRUE(run());
  write("001_first", "create table one (id integer not null)\n--;\ninsert into one (id) values (2)\n");
  EXPECT_EQ(applied(run("node-1", Checksums::Rewrite)), Names{});
}

TEST_P(Migrations, ADatabaseThatIsNewerThanTheFilesIsRefused) {
  write("003_third", "create table three (id integer not null)");
  ASSERT_TRUE(run());
  remove("003_third");
  const auto report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::Invalid);
  EXPECT_EQ(report.error().reason, "database_newer");
  EXPECT_NE(report.error().detail.find("003_third"), std::string::npos);
}

TEST_P(Migrations, TwoNodesThatStartAtOnceApplyEachFileOnce) {
  std::string many;
  for (int i = 0; i < 12; ++i)
    many += (i > 0 ? "--;\n" : "") + std::string{"create table t"} + std::to_string(i) +
            " (id integer not null)\n";
  write("003_many", many);
  std::optional<Result<MigrationReport>> first;
  std::optional<Result<MigrationReport>> second;
  std::thread a{[&] { first.emplace(run("node-a")); }};
  std::thread b{[&] { second.emplace(run("node-b")); }};
  a.join();
  b.join();
  ASSERT_TRUE(*first) << (*first).error().detail;
  ASSERT_TRUE(*second) << (*second).error().detail;
  std::multiset<std::string> names;
  for (const auto* report : {&*first, &*second})
    names.insert((*report)->applied.begin(), (*report)->applied.end());
  EXPECT_EQ(names, (std::multiset<std::string>{"001_first", "002_second", "003_many"}));
  EXPECT_EQ(count("select count(*) from one"), 1);
  EXPECT_EQ((*first)->version, "003_many");
  EXPECT_EQ((*second)->version, "003_many");
}

TEST_P(Migrations, TwoNodesOfOneNameThatStartAtOnceWaitForEachOther) {
  std::string many;
  for (int i = 0; i < 12; ++i)
    many += (i > 0 ? "--;\n" : "") + std::string{"create table t"} + std::to_string(i) +
            " (id integer not null)\n";
  write("003_many", many);
  std::vector<std::optional<Result<MigrationReport>>> reports(3);
  std::vector<std::thread> nodes;
  for (auto& report : reports) nodes.emplace_back([&] { report.emplace(run("same")); });
  for (std::thread& node : nodes) node.join();
  std::size_t applied_files = 0;
  for (const auto& report : reports) {
    ASSERT_TRUE(*report) << report->error().detail;
    EXPECT_EQ((*report)->version, "003_many");
    applied_files += (*report)->applied.size();
  }
  EXPECT_EQ(applied_files, 3U) << "each file once, by one of them";
}

TEST_P(Migrations, TheLockOfALivingNodeOfTheSameNameIsNotTaken) {
  ASSERT_TRUE(run());
  hold_lock("node-1/of-another-process");
  std::atomic<bool> done{false};
  std::thread waiting{[&] {
    EXPECT_TRUE(run("node-1"));
    done = true;
  }};
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{500};
  while (std::chrono::steady_clock::now() < until) change("update schema_migration_lock set beat = beat + 1");
  EXPECT_FALSE(done);
  change("delete from schema_migration_lock");
  waiting.join();
  EXPECT_EQ(count("select count(*) from schema_migration_lock"), 0);
}

TEST_P(Migrations, TheLockOfADeadNodeIsTakenOver) {
  ASSERT_TRUE(run());
  hold_lock("node-1/of-a-process-that-died");
  EXPECT_TRUE(storage::migrate(
      {.url = url, .directory = directory, .node = "node-2", .patience = std::chrono::milliseconds{100}},
      clock));
  EXPECT_EQ(count("select count(*) from schema_migration_lock"), 0);
}

TEST_P(Migrations, ARunWhoseLockWasTakenOverStops) {
  write("003_third",
        "update schema_migration_lock set holder = 'thief'\n--;\ncreate table three (id integer not null)\n");
  const auto report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason, "migration_lock_lost");
  EXPECT_EQ(report.error().code, Errc::Unavailable);
  EXPECT_EQ(count("select count(*) from schema_migration where name = '003_third' and state = 'DONE'"), 0);
}

TEST_P(Migrations, TheShippedFilesMakeTheSameVersionOnBothDatabases) {
  const auto report =
      storage::pending_migrations({.url = shared_database(GetParam()),
                                   .directory = std::string{HERALD_SOURCE_DIR} + "/migrations",
                                   .node = "n"});
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_TRUE(report->pending.empty());
  EXPECT_FALSE(report->version.empty());
}

INSTANTIATE_TEST_SUITE_P(Storage, Migrations, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

// Who may write but not change tables, as many database administrators want it.
#include <filesystem>
#include <fstream>

#include "host/storage/migrations.hpp"
#include "tests/contract/storage/fixture.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

class MysqlRights : public testing::Test {
 protected:
  MysqlRights() {
    write("001_first", "create table one (id integer not null)\n");
    support::MariadbSession root{url.socket};
    root.run("create or replace user writer@localhost");
    root.run("grant select, insert, update, delete on `" + url.database + "`.* to writer@localhost");
    limited = url;
    limited.user = "writer";
  }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(directory + "/mysql");
    std::ofstream{directory + "/mysql/" + name + ".sql", std::ios::binary} << text;
  }
  Result<storage::MigrationReport> run(const storage::StorageUrl& as) {
    return storage::migrate({.url = as, .directory = directory, .node = "node-1"}, clock);
  }
  SystemClock clock;
  std::string directory = scratch_directory("rights");
  storage::StorageUrl url = empty_database(storage::Dialect::Mysql);
  storage::StorageUrl limited;
};

TEST_F(MysqlRights, AReleaseThatChangesNoTableNeedsNone) {
  ASSERT_TRUE(run(url));
  const auto report = run(limited);
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->version, "001_first");
}

TEST_F(MysqlRights, AMigrationWithoutThemIsNamedAndChangesNothing) {
  ASSERT_TRUE(run(url));
  write("002_second", "create table two (id integer not null)\n");
  const auto report = run(limited);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Errc::Invalid);
  EXPECT_EQ(report.error().reason, "migration_not_permitted");
  for (const char* word : {"002_second", "heraldctl"})
    EXPECT_NE(report.error().detail.find(word), std::string::npos) << report.error().detail;
  std::filesystem::remove(directory + "/mysql/002_second.sql");
  EXPECT_TRUE(run(limited)) << "the older release does not start any more";
}

TEST_F(MysqlRights, WhoHasThemDoesItForTheOther) {
  ASSERT_TRUE(run(url));
  write("002_second", "create table two (id integer not null)\n");
  ASSERT_FALSE(run(limited));
  const auto done = run(url);
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(done->applied, std::vector<std::string>{"002_second"});
  EXPECT_TRUE(run(limited));
}

TEST_F(MysqlRights, AnEmptyDatabaseWithoutThemSaysSo) {
  const auto report = run(limited);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason, "migration_not_permitted");
}

}  // namespace
}  // namespace herald::test

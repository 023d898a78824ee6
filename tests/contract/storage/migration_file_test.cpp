#include "host/storage/migration_file.hpp"

#include <filesystem>
#include <fstream>

#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

/// Reads one folder; no database.
class MigrationFiles : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    std::ofstream{folder + "/" + name, std::ios::binary} << text;
  }
  /// The text of the complaint about the folder.
  std::string complaint() {
    const auto files = storage::read_migrations(folder);
    if (files) return "none";
    EXPECT_EQ(files.error().code, Errc::Invalid);
    return files.error().detail;
  }
  bool complains_of(const std::string& word) { return complaint().find(word) != std::string::npos; }
  std::string folder = scratch_directory("files");
};

TEST_F(MigrationFiles, StatementsAreSeparatedByALineOfItsOwn) {
  write("001_a.sql",
        "create table a (t text default '--;')\n--;\n-- a comment\ninsert into a values (';')\n--;\n");
  const auto files = storage::read_migrations(folder);
  ASSERT_TRUE(files) << files.error().detail;
  ASSERT_EQ(files->size(), 1U);
  ASSERT_EQ((*files)[0].statements.size(), 2U);
  EXPECT_EQ((*files)[0].name, "001_a");
  EXPECT_EQ((*files)[0].statements[0], "create table a (t text default '--;')\n");
}

TEST_F(MigrationFiles, AreOrderedByNumberAndOtherFilesAreIgnored) {
  write("010_b.sql", "select 1");
  write("002_a.sql", "select 1");
  write("README.md", "words");
  write("010_b.sql~", "words");
  const auto files = storage::read_migrations(folder);
  ASSERT_TRUE(files) << files.error().detail;
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ((*files)[0].name, "002_a");
  EXPECT_EQ((*files)[1].name, "010_b");
}

TEST_F(MigrationFiles, AnyChangedByteChangesTheChecksum) {
  write("001_a.sql", "select 1\n");
  const auto before = storage::read_migrations(folder);
  write("001_a.sql", "select 1 \n");
  const auto after = storage::read_migrations(folder);
  ASSERT_TRUE(before && after);
  EXPECT_EQ((*before)[0].checksum.size(), 16U);
  EXPECT_NE((*before)[0].checksum, (*after)[0].checksum);
}

TEST_F(MigrationFiles, AMissingOrEmptyFolderIsRefused) {
  EXPECT_TRUE(complains_of("no migrations"));
  EXPECT_FALSE(storage::read_migrations(folder + "/missing"));
}

TEST_F(MigrationFiles, ANameWithoutANumberIsRefused) {
  for (const char* name :
       {"first.sql", "1_first.sql", "01a_first.sql", "001first.sql", "001_.sql", "0001_first.sql"}) {
    write(name, "select 1");
    EXPECT_TRUE(complains_of(name)) << name;
    std::filesystem::remove(folder + "/" + name);
  }
}

TEST_F(MigrationFiles, ANumberUsedTwiceIsRefused) {
  write("001_a.sql", "select 1");
  write("001_b.sql", "select 1");
  EXPECT_TRUE(complains_of("001"));
}

TEST_F(MigrationFiles, AnEmptyStatementIsRefused) {
  write("001_a.sql", "select 1\n--;\n\n--;\nselect 2\n");
  EXPECT_TRUE(complains_of("empty statement"));
  write("001_a.sql", "select 1\n--;\n-- only a comment\n--;\nselect 2\n");
  EXPECT_TRUE(complains_of("empty statement"));
}

TEST_F(MigrationFiles, AFileWithoutAnyStatementIsRefused) {
  write("001_a.sql", "-- nothing here\n");
  EXPECT_NE(complaint(), "none");
}

}  // namespace
}  // namespace herald::test

#include <gtest/gtest.h>

#include "tests/contract/schema/database.hpp"

namespace herald::schema {
namespace {

TEST(SchemaEquality, BothDatabasesHaveTheSameTables) {
  const Schema sqlite = shared("sqlite").schema();
  const Schema mysql = shared("mysql").schema();
  std::vector<std::string> left;
  std::vector<std::string> right;
  for (const auto& [name, table] : sqlite) left.push_back(name);
  for (const auto& [name, table] : mysql) right.push_back(name);
  EXPECT_GE(left.size(), 52U);
  EXPECT_EQ(left, right);
}

// Columns with type, bound, default and allowed values, primary keys, foreign keys, indexes.
TEST(SchemaEquality, BothDatabasesHaveTheSameColumnsKeysAndIndexes) {
  const Schema sqlite = shared("sqlite").schema();
  Schema mysql = shared("mysql").schema();
  for (const auto& [name, table] : sqlite) EXPECT_EQ(describe(table), describe(mysql[name])) << name;
}

TEST(SchemaEquality, EverySqliteTableIsStrict) {
  const auto loose = shared("sqlite").rows(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 "
      "and name not like 'sqlite_%'");
  EXPECT_EQ(loose.size(), 0U);
}

TEST(SchemaEquality, EveryMariadbTableIsInnodbWithBinaryCollation) {
  Database& database = shared("mysql");
  EXPECT_EQ(
      database.rows("select table_name from information_schema.tables where table_schema = database() and "
                    "(engine <> 'InnoDB' or table_collation <> 'utf8mb4_bin')"),
      std::vector<SqlRow>{});
  EXPECT_EQ(database.rows("select table_name, column_name from information_schema.columns "
                          "where table_schema = database() and collation_name is not null "
                          "and collation_name <> if(data_type = 'char', 'ascii_bin', 'utf8mb4_bin')"),
            std::vector<SqlRow>{});
}

TEST(SchemaEquality, EveryLiveMarkerIsTiedToDeletionOnBoth) {
  std::size_t markers = 0;
  for (const auto& [name, table] : shared("sqlite").schema()) markers += table.columns.count("live");
  const std::vector<SqlRow> expected{{std::to_string(markers)}};
  EXPECT_GT(markers, 0U);
  EXPECT_EQ(shared("sqlite").rows(
                "select count(*) from sqlite_master where sql like '%check ((live is null) = (%'"),
            expected);
  EXPECT_EQ(shared("mysql").rows("select count(*) from information_schema.check_constraints where "
                                 "constraint_schema = database() and level = 'Table' and "
                                 "check_clause like '`live` is null = (`deleted_at` is not null%'"),
            expected);
}

// A crash between two statements of a file leaves the first ones committed on MySQL.
TEST(SchemaEquality, MysqlFilesCanBeAppliedAgain) {
  Database& database = shared("mysql");
  const Schema before = database.schema();
  apply_migrations(database, "mysql");
  Schema after = database.schema();
  for (const auto& [name, table] : before) EXPECT_EQ(describe(table), describe(after[name])) << name;
}

}  // namespace
}  // namespace herald::schema

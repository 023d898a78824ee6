#include <gtest/gtest.h>

#include "tests/contract/schema/seed.hpp"

namespace herald::schema {
namespace {

constexpr int kAddresses = 2000;

/// Many addresses, so that an optimizer would not rather read the whole table.
std::unique_ptr<Database> filled(std::string_view dialect) {
  auto database = migrated(dialect);
  seed(*database);
  std::string values;
  for (int i = 0; i < kAddresses; ++i)
    values += (i == 0 ? "('x" : ", ('x") + std::to_string(i) + "', '1', '1', 'phone', '+49" +
              std::to_string(i) + "', '2026-01-01 00:00:00.000', '2026-01-01 00:00:00.000')";
  database->run(
      "insert into contact_address (id, tenant_id, contact_id, kind, normalised, created_at, updated_at) "
      "values " +
      values);
  return database;
}

std::string keys(int count) {
  std::string list;
  for (int i = 0; i < count; ++i)
    list += (i == 0 ? "('1', 'phone', '+49" : ", ('1', 'phone', '+49") + std::to_string(i) + "')";
  return list;
}

constexpr auto kSelect = "select contact_id from contact_address where (tenant_id, kind, normalised) in ";

TEST(AddressLookup, ReadsARangeOfTheUniqueKeyOnMariadb) {
  auto database = filled("mysql");
  for (const int count : {2, 64}) {
    const auto plan = database->rows(std::string{"explain "} + kSelect + "(" + keys(count) + ")");
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_EQ(plan[0][3], "range");
    EXPECT_EQ(plan[0][5], "ux_contact_address_address");
  }
}

// SQLite uses an index for a list of row values only when the list is not a compound select, and `values`
// with more than one row is one: `in (values (…), (…))` reads the whole table. (SQLite 3.40, exprAnalyze in
// whereexpr.c)
TEST(AddressLookup, SearchesTheUniqueKeyOnSqliteWhenTheValuesAreASubquery) {
  auto database = filled("sqlite");
  for (const int count : {2, 64}) {
    const auto plan = database->rows(std::string{"explain query plan "} + kSelect +
                                     "(select * from (values " + keys(count) + "))");
    EXPECT_EQ(plan.at(0).at(3),
              "SEARCH contact_address USING INDEX sqlite_autoindex_contact_address_2 "
              "(tenant_id=? AND kind=? AND normalised=?)");
  }
}

}  // namespace
}  // namespace herald::schema

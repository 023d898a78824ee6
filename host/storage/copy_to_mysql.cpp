#include "host/storage/copy_to_mysql.hpp"

#include <algorithm>
#include <array>

#include "host/storage/table_rows.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kAnyTenant = "select id from tenant limit 1";
constexpr std::string_view kColumnsInMysql =
    "select column_name from information_schema.columns where table_schema = database() and table_name = ?";

/// Of running nodes and of the migrations.
constexpr std::array<std::string_view, 5> kNotCopied{"schema_migration", "schema_migration_lock",
                                                     "writer_fence", "shard_lease", "shard_inbox"};

/// The tables to copy; an Error when the target has not the same.
Result<std::vector<TableShape>> agree(Connection& source, Connection& target) {
  std::vector<TableShape> tables;
  for (TableShape& table : table_shapes(source)) {
    if (std::ranges::find(kNotCopied, table.name) != kNotCopied.end()) continue;
    std::vector<std::string> columns;
    for (const Row& row : target.query(kColumnsInMysql, 1, Row{Cell{table.name}}))
      columns.push_back(row[0].text);
    std::vector<std::string> wanted = table.columns;
    std::ranges::sort(columns);
    std::ranges::sort(wanted);
    if (columns != wanted)
      return Error{
          .code = Errc::Invalid,
          .reason = "schemas_differ",
          .detail = "table " + table.name + ": expected the columns of the SQLite database in the MySQL " +
                    (columns.empty() ? "one, found no such table" : "one, found others") +
                    "; tables px_… are made by their plugins: start heraldd once on MySQL with the same "
                    "plugins, stop it, and copy again"};
    tables.push_back(std::move(table));
  }
  return tables;
}

void insert(Connection& target, const TableShape& table, const std::vector<Row>& rows) {
  std::string names, places, sql;
  for (const std::string& column : table.columns) {
    names += (names.empty() ? "`" : ", `") + column + '`';
    places += places.empty() ? "?" : ", ?";
  }
  sql = "insert into `" + table.name + "` (" + names + ") values ";
  Row values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sql += (i == 0 ? "(" : ", (") + places + ')';
    values.insert(values.end(), rows[i].begin(), rows[i].end());
  }
  target.execute(sql, values);
}

/// Nothing when both sides hold the same rows afterwards.
std::optional<Error> copy_table(Connection& source, Connection& target, const TableShape& table,
                                CopiedTable& done) {
  target.execute("delete from `" + table.name + '`');
  for_each_page(source, table, [&](const std::vector<Row>& page) { insert(target, table, page); });
  const TableSum here = sum_of(source, table), there = sum_of(target, table);
  done = {.name = table.name, .rows = there.rows};
  if (here == there) return std::nullopt;
  return Error{.code = Errc::Internal,
               .reason = "copy_differs",
               .detail = "table " + table.name + ": expected " + std::to_string(here.rows) +
                         " rows in MySQL as they are in SQLite, found " + std::to_string(there.rows) +
                         (here.rows == there.rows ? " that differ" : "") + "; nothing was copied"};
}

Result<std::vector<CopiedTable>> copy_all(Connection& source, Connection& target,
                                          const std::vector<TableShape>& tables) {
  std::vector<CopiedTable> done(tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (auto differs = copy_table(source, target, tables[i], done[i])) {
      target.rollback();
      return *std::move(differs);
    }
  }
  target.commit();
  return done;
}

}  // namespace

Result<std::vector<CopiedTable>> copy_to_mysql(const StorageUrl& from, const StorageUrl& to) {
  try {
    Connection source{from, Access::Read};
    Connection target{to, Access::Write};
    auto tables = agree(source, target);
    if (!tables) return std::move(tables).error();
    if (!target.query(kAnyTenant, 1).empty())
      return Error{.code = Errc::Conflict,
                   .reason = "target_not_empty",
                   .detail = "expected a MySQL database without tenants, found some; copy into a fresh one"};
    target.run("set foreign_key_checks = 0");  // rows of one table may name each other
    target.begin();
    return copy_all(source, target, *tables);
  } catch (const StorageFailure& failure) {
    return failure.error();
  }
}

}  // namespace herald::storage

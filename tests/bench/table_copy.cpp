#include "tests/bench/table_copy.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

namespace herald::bench {
namespace {

using storage::Cell;
using storage::Connection;
using storage::Dialect;
using storage::Row;

constexpr const char* kSqliteColumns =
    "select name, case when type = 'BLOB' then 1 else 0 end from pragma_table_info(?) order by cid";
constexpr const char* kMysqlColumns =
    "select column_name, case when data_type like '%blob' or data_type like '%binary' then 1 else 0 end "
    "from information_schema.columns where table_schema = database() and table_name = ? "
    "order by ordinal_position";
constexpr const char* kSqliteTables =
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name";
constexpr const char* kMysqlTables =
    "select table_name from information_schema.tables where table_schema = database() "
    "and table_type = 'BASE TABLE' order by table_name";
constexpr std::array kSqliteFilling{"pragma synchronous=off", "pragma foreign_keys=off",
                                    "pragma cache_size=-1000000", "pragma wal_autocheckpoint=100000"};
constexpr std::array kSqliteFilled{"pragma synchronous=full", "pragma wal_checkpoint(truncate)"};
constexpr std::array kMysqlFilling{"set session foreign_key_checks=0", "set session unique_checks=0"};
constexpr std::size_t kMostRows = 64;  ///< of one statement

std::string listed(const TableColumns& table) {
  std::string out;
  for (const std::string& name : table.names) out += (out.empty() ? "`" : ", `") + name + '`';
  return out;
}

/// Placeholders of one row.
std::string group_of(const TableColumns& table, Dialect dialect) {
  const std::string bytes = dialect == Dialect::Sqlite ? "cast(? as blob)" : "cast(? as binary)";
  std::string out;
  for (std::size_t i = 0; i < table.names.size(); ++i)
    out += (i == 0 ? "(" : ",") + (table.bytes[i] ? bytes : std::string{"?"});
  return out + ")";
}

std::string insert_sql(const TableColumns& table, Dialect dialect, std::size_t rows) {
  const std::string group = group_of(table, dialect);
  std::string sql = "insert into `" + table.name + "` (" + listed(table) + ") values " + group;
  for (std::size_t i = 1; i < rows; ++i) sql += "," + group;
  return sql;
}

template <std::size_t N>
void run_all(Connection& db, const std::array<const char*, N>& statements) {
  for (const char* statement : statements) db.run(statement);
}

}  // namespace

std::size_t TableColumns::at(const std::string& column) const {
  const auto found = std::ranges::find(names, column);
  if (found == names.end())
    throw std::runtime_error{"expected table " + name + " to have a column " + column + ", found none"};
  return static_cast<std::size_t>(found - names.begin());
}

TableColumns columns_of(Connection& db, const std::string& table) {
  TableColumns out{.name = table};
  const bool sqlite = db.dialect() == Dialect::Sqlite;
  for (const Row& row : db.query(sqlite ? kSqliteColumns : kMysqlColumns, 2, Row{Cell{table}})) {
    out.names.push_back(row[0].text);
    out.bytes.push_back(row[1].flag());
  }
  if (out.names.empty()) throw std::runtime_error{"expected a table " + table + ", found none"};
  return out;
}

std::vector<std::string> tables_with_rows(Connection& db) {
  std::vector<std::string> out;
  for (const Row& row : db.query(db.dialect() == Dialect::Sqlite ? kSqliteTables : kMysqlTables, 1))
    if (!db.query("select 1 from `" + row[0].text + "` limit 1", 1).empty()) out.push_back(row[0].text);
  return out;
}

std::vector<Row> rows_of(Connection& db, const TableColumns& table, const std::string& order) {
  return db.query("select " + listed(table) + " from `" + table.name + "` order by " + order,
                  table.names.size());
}

void insert_rows(Connection& db, const TableColumns& table, const std::vector<Row>& rows) {
  for (std::size_t done = 0; done < rows.size();) {
    // Powers of two, so that a handful of prepared statements serves every number.
    const std::size_t size = std::min(std::bit_floor(rows.size() - done), kMostRows);
    Row cells;
    for (std::size_t i = done; i < done + size; ++i)
      cells.insert(cells.end(), rows[i].begin(), rows[i].end());
    db.execute(insert_sql(table, db.dialect(), size), cells);
    done += size;
  }
}

void begin_filling(Connection& db) {
  db.dialect() == Dialect::Sqlite ? run_all(db, kSqliteFilling) : run_all(db, kMysqlFilling);
}

void finish_filling(Connection& db) {
  if (db.dialect() == Dialect::Sqlite) run_all(db, kSqliteFilled);
}

}  // namespace herald::bench

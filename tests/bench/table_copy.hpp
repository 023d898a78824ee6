#pragma once
#include <string>
#include <vector>

#include "host/storage/connection.hpp"

namespace herald::bench {

/// A table as it is in the database. [value]
struct TableColumns {
  std::string name{};
  std::vector<std::string> names{};
  std::vector<bool> bytes{};  ///< columns that hold bytes and not text

  /// The place of a column; throws std::runtime_error when there is none.
  [[nodiscard]] std::size_t at(const std::string& column) const;
};

/// Throws std::runtime_error when the database has no such table.
TableColumns columns_of(storage::Connection& db, const std::string& table);
/// Every table that has rows.
std::vector<std::string> tables_with_rows(storage::Connection& db);
std::vector<storage::Row> rows_of(storage::Connection& db, const TableColumns& table,
                                  const std::string& order);
/// Many rows a statement, within the caller's transaction.
void insert_rows(storage::Connection& db, const TableColumns& table, const std::vector<storage::Row>& rows);

/// Makes inserts cheap on this connection: nothing is looked up that a copy of good rows cannot break, and
/// the disk is waited for once at the end (finish_filling()). Only while no server runs on the database.
void begin_filling(storage::Connection& db);
/// Everything is on disk when this returns.
void finish_filling(storage::Connection& db);

}  // namespace herald::bench

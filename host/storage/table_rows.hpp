#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/storage/connection.hpp"

namespace herald::storage {

/// Names of a table's columns, in the order of the SQLite database, and of its primary key. [value]
struct TableShape {
  std::string name{};
  std::vector<std::string> columns{};
  std::vector<std::string> key{};
};

/// Every table of a SQLite database but its own, in the order in which they were made. Throws StorageFailure.
std::vector<TableShape> table_shapes(Connection& sqlite);

/// Hands over all rows, page by page in the order of the key. Throws StorageFailure.
void for_each_page(Connection& db, const TableShape& table,
                   const std::function<void(const std::vector<Row>&)>& take);

/// Counts and sums up rows in any order. [value]
struct TableSum {
  std::int64_t rows{0};
  std::uint64_t hash{0};
  bool operator==(const TableSum&) const = default;
};
TableSum sum_of(Connection& db, const TableShape& table);

}  // namespace herald::storage

#include "host/storage/statements.hpp"

#include <algorithm>
#include <bit>
#include <span>

#include "host/storage/statement.hpp"

namespace herald::storage {
namespace {

constexpr std::size_t kLargestChunk = 64;

std::string repeat(std::string_view group, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out.push_back(',');
    out += group;
  }
  return out;
}

/// Calls `use(first, size)` for chunks whose sizes are powers of two.
template <class Use>
void in_chunks(std::size_t total, Use use) {
  for (std::size_t first = 0; first < total;) {
    const std::size_t size = std::min(std::bit_floor(total - first), kLargestChunk);
    use(first, size);
    first += size;
  }
}

Row flatten(const std::vector<Row>& rows, std::size_t first, std::size_t size) {
  Row cells;
  cells.reserve(size * rows[first].size());
  for (std::size_t i = first; i < first + size; ++i)
    cells.insert(cells.end(), rows[i].begin(), rows[i].end());
  return cells;
}

std::string one_row_update(const Update& statement) {
  std::string sql = "update " + std::string{statement.table} + " set ";
  for (std::size_t i = 0; i < statement.set.size(); ++i) {
    if (i > 0) sql += ", ";
    sql += std::string{statement.set[i]} + " = ?";
  }
  return sql + " where " + std::string{statement.key} + " = ?";
}

/// One statement for several rows: each column becomes `case key when ? then ? … end`.
std::string many_rows_update(const Update& statement, std::size_t size) {
  std::string sql = "update " + std::string{statement.table} + " set ";
  for (std::size_t i = 0; i < statement.set.size(); ++i) {
    if (i > 0) sql += ", ";
    sql += std::string{statement.set[i]} + " = case " + std::string{statement.key};
    for (std::size_t row = 0; row < size; ++row) sql += " when ? then ?";
    sql += " end";
  }
  return sql + " where " + std::string{statement.key} + " in (" + repeat("?", size) + ")";
}

Row many_rows_cells(const std::vector<Row>& rows, std::size_t first, std::size_t size) {
  Row cells;
  const std::size_t columns = rows[first].size() - 1;
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t i = first; i < first + size; ++i) {
      cells.push_back(rows[i].back());
      cells.push_back(rows[i][column]);
    }
  }
  for (std::size_t i = first; i < first + size; ++i) cells.push_back(rows[i].back());
  return cells;
}

}  // namespace

void insert_rows(Connection& db, const Insert& statement, const std::vector<Row>& rows) {
  // SQLite has no round trip to save: one small prepared statement serves every row.
  if (db.dialect() == Dialect::Sqlite) {
    Statement& insert = db.prepare(std::string{statement.head} + std::string{statement.group});
    for (const Row& row : rows) insert.execute(row);
    return;
  }
  const std::string_view group = statement.mysql_group.empty() ? statement.group : statement.mysql_group;
  in_chunks(rows.size(), [&](std::size_t first, std::size_t size) {
    db.execute(std::string{statement.head} + repeat(group, size), flatten(rows, first, size));
  });
}

void update_rows(Connection& db, const Update& statement, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  if (db.dialect() == Dialect::Sqlite) {
    Statement& update = db.prepare(one_row_update(statement));
    for (const Row& row : rows) update.execute(row);
    return;
  }
  in_chunks(rows.size(), [&](std::size_t first, std::size_t size) {
    db.execute(many_rows_update(statement, size), many_rows_cells(rows, first, size));
  });
}

void delete_rows(Connection& db, const Delete& statement, const std::vector<Row>& keys) {
  in_chunks(keys.size(), [&](std::size_t first, std::size_t size) {
    db.execute(std::string{statement.head} + "(" + repeat("?", size) + ")", flatten(keys, first, size));
  });
}

std::vector<Row> select_keyed(Connection& db, const KeyedSelect& statement, const std::vector<Row>& keys) {
  std::vector<Row> found;
  // SQLite takes row values only from a query, and uses the index only when that query is not `values`
  // itself.
  const bool row_values = db.dialect() == Dialect::Sqlite && statement.keys > 1;
  const std::string before = row_values ? "(select * from (values " : "(";
  const bool locks = statement.locks && db.dialect() == Dialect::Mysql;
  const std::string after = row_values ? "))" : locks ? ") for update" : ")";
  in_chunks(keys.size(), [&](std::size_t first, std::size_t size) {
    const std::string list = before + repeat(statement.group, size) + after;
    std::vector<Row> rows =
        db.query(std::string{statement.head} + list, statement.columns, flatten(keys, first, size));
    std::ranges::move(rows, std::back_inserter(found));
  });
  return found;
}

}  // namespace herald::storage

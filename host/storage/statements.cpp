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

/// The next size of a chunk that is not repeated from many others: 1, 2, 3, 4, 6, 8, 12, 16 …
std::size_t padded(std::size_t size) {
  const std::size_t power = std::bit_ceil(size);
  const std::size_t between = power / 4 * 3;
  return size <= between ? between : power;
}

/// Calls `use` with chunks of keys, the last one filled up with its last key.
template <class Use>
void in_chunks(std::span<const Row> keys, Use use) {
  std::vector<Row> filled;
  while (!keys.empty()) {
    const std::size_t size = std::min(keys.size(), kLargestChunk);
    if (const std::size_t wide = padded(size); wide == size) {
      use(keys.first(size));
    } else {
      filled.assign(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(size));
      filled.resize(wide, keys[size - 1]);
      use(std::span<const Row>{filled});
    }
    keys = keys.subspan(size);
  }
}

Row flatten(std::span<const Row> rows) {
  Row cells;
  cells.reserve(rows.size() * rows[0].size());
  for (const Row& row : rows) cells.insert(cells.end(), row.begin(), row.end());
  return cells;
}

std::string update_text(const Update& statement) {
  std::string sql = "update " + std::string{statement.table} + " set ";
  for (std::size_t i = 0; i < statement.set.size(); ++i) {
    if (i > 0) sql += ", ";
    sql += std::string{statement.set[i]} + " = ?";
  }
  return sql + " where " + std::string{statement.key} + " = ?";
}

}  // namespace

void insert_rows(Connection& db, const Insert& statement, const std::vector<Row>& rows) {
  const bool own = db.dialect() == Dialect::Mysql && !statement.mysql_group.empty();
  const std::string_view group = own ? statement.mysql_group : statement.group;
  db.prepare(std::string{statement.head} + std::string{group}).execute_each(rows);
}

void update_rows(Connection& db, const Update& statement, const std::vector<Row>& rows) {
  db.prepare(update_text(statement)).execute_each(rows);
}

void delete_rows(Connection& db, const Delete& statement, const std::vector<Row>& keys) {
  in_chunks(keys, [&](std::span<const Row> chunk) {
    db.execute(std::string{statement.head} + "(" + repeat("?", chunk.size()) + ")", flatten(chunk));
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
  in_chunks(keys, [&](std::span<const Row> chunk) {
    const std::string list = before + repeat(statement.group, chunk.size()) + after;
    std::vector<Row> rows = db.query(std::string{statement.head} + list, statement.columns, flatten(chunk));
    std::ranges::move(rows, std::back_inserter(found));
  });
  return found;
}

}  // namespace herald::storage

#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "host/storage/cell.hpp"
#include "host/storage/connection.hpp"

namespace herald::storage {

/// `insert into t (…) values ` followed by one `group` per row. [value, constexpr]
struct Insert {
  int order;  ///< parents before children, as foreign keys want it
  std::string_view head;
  std::string_view group;             ///< e.g. "(?,?,?)"
  std::string_view mysql_group = {};  ///< when the dialects differ
};

/// Sorts insert statements into the order in which they must run.
struct InOrder {
  bool operator()(const Insert* a, const Insert* b) const { return a->order < b->order; }
};

/// Rows by their keys: `head` ends before the list of keys. SQLite wants `values` inside a list of row
/// values.
struct KeyedSelect {
  std::string_view head;   ///< "select a, b from t where (k1, k2) in "
  std::string_view group;  ///< "(?,?)" or "?"
  std::size_t keys;        ///< placeholders per group
  std::size_t columns;     ///< columns read
  /// The rows are changed from what was read: another writer of the same database has to wait. (On SQLite one
  /// writer has the whole database anyway.)
  bool locks{false};
};

/// Changes of single rows by primary key `key`. The columns of `set` and then the key are bound, in this
/// order.
struct Update {
  std::string_view table;
  std::string_view key;
  std::vector<std::string_view> set;
};

/// `delete from t where k in ` followed by a list of keys.
struct Delete {
  std::string_view head;
};

/// Statements for many rows over one connection. Keys go out in chunks of a few sizes, so that a handful of
/// prepared statements serves every batch size; the last one is repeated to fill a chunk up.
void insert_rows(Connection& db, const Insert& statement, const std::vector<Row>& rows);
void update_rows(Connection& db, const Update& statement, const std::vector<Row>& rows);
void delete_rows(Connection& db, const Delete& statement, const std::vector<Row>& keys);
std::vector<Row> select_keyed(Connection& db, const KeyedSelect& statement, const std::vector<Row>& keys);

}  // namespace herald::storage

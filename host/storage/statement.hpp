#pragma once
#include <soci/soci.h>

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "host/storage/cell.hpp"
#include "host/storage/failure.hpp"

namespace herald::storage {

/// One prepared statement of one connection, `?` standing for its values. [one thread, its connection's]
/// Both methods throw StorageFailure when the database refuses.
class Statement {
 public:
  Statement() = default;
  virtual ~Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Answers how many rows it matched.
  virtual std::int64_t execute(std::span<const Cell> values) = 0;
  /// Once for every row, all of them in one round trip where the database can do that.
  virtual void execute_each(std::span<const Row> rows) {
    for (const Row& row : rows) execute(row);
  }
  virtual std::vector<Row> query(std::span<const Cell> values) = 0;
};

/// For SOCI's session on MySQL: on the session's native handle, since SOCI writes every value into the text
/// of the statement, which the server then has to read. `columns` are read by query(). `arrays`: many rows
/// may go in one round trip, where the server offers it.
std::unique_ptr<Statement> prepare_mysql(soci::session& session, std::string_view sql, std::size_t columns,
                                         bool arrays);
/// For SOCI's session on SQLite: on the session's native handle, since SOCI copies each value three times.
std::unique_ptr<Statement> prepare_sqlite(soci::session& session, std::string_view sql);

}  // namespace herald::storage

#pragma once
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/storage/cell.hpp"
#include "host/storage/failure.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

enum class Access { Write, Read };

class Statement;

/// One database connection with its prepared statements. [one thread at a time]
/// Every method throws StorageFailure when the database refuses.
class Connection {
 public:
  Connection(const StorageUrl& url, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] Dialect dialect() const { return dialect_; }
  /// The statement from the connection's cache; `columns` are what query() reads. Valid until the next call
  /// of any of these.
  Statement& prepare(std::string_view sql, std::size_t columns = 0);
  /// Runs a statement with `?` placeholders; answers how many rows it matched.
  std::int64_t execute(std::string_view sql, std::span<const Cell> values = {});
  /// Rows of a query with `?` placeholders, `columns` cells each.
  std::vector<Row> query(std::string_view sql, std::size_t columns, std::span<const Cell> values = {});
  /// Runs a statement as it is, unprepared: transactions, pragmas, migrations.
  void run(const std::string& sql);

  void begin();
  void commit();
  /// Never throws: a connection that cannot roll back is dead anyway.
  void rollback() noexcept;

 private:
  void control(const char* sql);
  void wait_for_the_cluster();
  struct State;
  Dialect dialect_;
  bool clustered_{false};
  std::unique_ptr<State> state_;
};

}  // namespace herald::storage

#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/contract/schema/schema.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::schema {

using support::SqlRefused;
using support::SqlRow;

/// An open database of either kind. A SQLite file goes with the object, a MariaDB database with its server.
/// Throws SqlRefused. [one thread]
class Database {
 public:
  virtual ~Database() = default;
  virtual std::vector<SqlRow> rows(const std::string& sql) = 0;
  /// What the database itself says its tables are.
  virtual Schema schema() = 0;
  void run(const std::string& sql) { (void)rows(sql); }
};

/// A new database of `dialect` (sqlite, mysql) with all migrations applied.
std::unique_ptr<Database> migrated(std::string_view dialect);
/// The one of this process, for tests that leave it as they found it; made at the first call.
Database& shared(std::string_view dialect);
/// Applies every statement of every file, each file in a transaction (MySQL commits each statement by
/// itself).
void apply_migrations(Database& database, std::string_view dialect);

std::unique_ptr<Database> open_sqlite();
std::unique_ptr<Database> open_mariadb();

}  // namespace herald::schema

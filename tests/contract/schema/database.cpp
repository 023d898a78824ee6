#include "tests/contract/schema/database.hpp"

#include "tests/contract/schema/files.hpp"

namespace herald::schema {

namespace {

void apply(Database& database, const MigrationFile& file) {
  for (const std::string& statement : file.statements) try {
      database.run(statement);
    } catch (const SqlRefused& refused) {
      throw SqlRefused{refused.code, file.name + ": " + refused.what() + "\n" + statement};
    }
}

}  // namespace

void apply_migrations(Database& database, std::string_view dialect) {
  for (const MigrationFile& file : migration_files(dialect)) {
    database.run("begin");
    apply(database, file);
    database.run("commit");
  }
}

std::unique_ptr<Database> migrated(std::string_view dialect) {
  auto database = dialect == "sqlite" ? open_sqlite() : open_mariadb();
  apply_migrations(*database, dialect);
  return database;
}

Database& shared(std::string_view dialect) {
  if (dialect == "sqlite") {
    static const auto sqlite = migrated("sqlite");
    return *sqlite;
  }
  // Its server is complete before it is, hence outlives it.
  static const auto mysql = migrated("mysql");
  return *mysql;
}

}  // namespace herald::schema

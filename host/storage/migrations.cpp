#include "host/storage/migrations.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <thread>

#include "host/base/ids.hpp"
#include "host/base/random.hpp"
#include "host/storage/connection.hpp"
#include "host/storage/migration_file.hpp"

namespace herald::storage {
namespace {

constexpr std::array kTablesSqlite{
    "create table if not exists schema_migration (name text primary key, checksum text not null, statements "
    "integer not null, "
    "state text not null, applied_at text not null) strict",
    "create table if not exists schema_migration_lock (name text primary key, holder text not null, beat "
    "integer not null) strict",
};
constexpr std::array kTablesMysql{
    "create table if not exists schema_migration (name varchar(64) character set ascii collate ascii_bin "
    "primary key, "
    "checksum char(16) not null, statements bigint not null, state varchar(16) not null, applied_at char(23) "
    "not null) "
    "engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin",
    "create table if not exists schema_migration_lock (name varchar(64) character set ascii collate "
    "ascii_bin primary key, "
    "holder varchar(200) not null, beat bigint not null) engine=InnoDB default charset=utf8mb4 "
    "collate=utf8mb4_bin",
};

constexpr std::string_view kTablesOfSqlite =
    "select 1 from sqlite_master where type = 'table' and name in ('schema_migration', "
    "'schema_migration_lock')";
constexpr std::string_view kTablesOfMysql =
    "select 1 from information_schema.tables where table_schema = database() and table_name in "
    "('schema_migration', 'schema_migration_lock')";
constexpr std::string_view kApplied =
    "select name, checksum, statements, state from schema_migration order by name";
constexpr std::string_view kStart =
    "insert into schema_migration (name, checksum, statements, state, applied_at) values (?, ?, 0, "
    "'RUNNING', ?)";
constexpr std::string_view kProgress = "update schema_migration set statements = ? where name = ?";
constexpr std::string_view kFinish =
    "update schema_migration set state = 'DONE', checksum = ?, applied_at = ? where name = ?";
constexpr std::string_view kForget = "delete from schema_migration where name = ? and statements = 0";
constexpr std::string_view kLockRow = "select holder, beat from schema_migration_lock where name = 'schema'";
constexpr std::string_view kTakeLock =
    "insert into schema_migration_lock (name, holder, beat) values ('schema', ?, 0)";
constexpr std::string_view kStealLock =
    "update schema_migration_lock set holder = ?, beat = 0 where name = 'schema' and holder = ? and beat = ?";
constexpr std::string_view kBeat =
    "update schema_migration_lock set beat = beat + 1 where name = 'schema' and holder = ?";
constexpr std::string_view kDropLock =
    "delete from schema_migration_lock where name = 'schema' and holder = ?";
constexpr std::size_t kHolderSize = 200;  ///< of the column

struct AppliedFile {
  std::string checksum;
  std::int64_t statements;
  bool done;
};

bool has_tables(Connection& db) {
  return db.query(db.dialect() == Dialect::Sqlite ? kTablesOfSqlite : kTablesOfMysql, 1).size() == 2;
}

std::map<std::string, AppliedFile> applied_files(Connection& db) {
  std::map<std::string, AppliedFile> applied;
  for (const Row& row : db.query(kApplied, 4))
    applied[row[0].text] = {row[1].text, row[2].number(), row[3].text == "DONE"};
  return applied;
}

void create_tables(Connection& db) {
  const auto& tables = db.dialect() == Dialect::Sqlite ? kTablesSqlite : kTablesMysql;
  for (const char* sql : tables) db.run(sql);
}

/// A name that no other run has, also of a node with the same name.
std::string fresh_holder(const std::string& node, const Clock& clock) {
  SystemRandom random;
  return (node + "/" + make_uuid(clock.now(), random)).substr(0, kHolderSize);
}

/// Holds the lock row while it lives. [one thread]
class Lock {
 public:
  Lock(Connection& db, std::string holder, std::chrono::milliseconds patience)
      : db_{db}, holder_{std::move(holder)}, patience_{patience} {
    take();
  }
  ~Lock() {
    try {
      db_.execute(kDropLock, Row{holder_});
    } catch (const StorageFailure&) {
      return;  // the next node takes the row over when its beat stands still
    }
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  /// Throws when another run has taken the row over: from then on that one migrates.
  void beat() {
    if (db_.execute(kBeat, Row{holder_}) == 1) return;
    throw StorageFailure{FailureKind::Busy, "migration_lock_lost",
                         "another node took the migration lock over; start again when it is done"};
  }

 private:
  /// True when the statement changed the row; false when somebody else was faster or is at it.
  bool try_change(std::string_view sql, const Row& cells) {
    try {
      return db_.execute(sql, cells) == 1;
    } catch (const StorageFailure& failure) {
      if (failure.kind() != FailureKind::Constraint && failure.kind() != FailureKind::Deadlock) throw;
      return false;
    }
  }
  void take() {
    Row seen;
    auto since = std::chrono::steady_clock::now();
    while (!try_change(kTakeLock, Row{holder_})) {
      const std::vector<Row> rows = db_.query(kLockRow, 2);
      if (rows.empty()) continue;
      const auto now = std::chrono::steady_clock::now();
      if (rows[0] != seen) {
        seen = rows[0];
        since = now;
      } else if (now - since >= patience_ && try_change(kStealLock, Row{holder_, seen[0], seen[1]})) {
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }
  Connection& db_;
  std::string holder_;
  std::chrono::milliseconds patience_;
};

void run_statements(Connection& db, const MigrationFile& file, std::int64_t place, Lock& lock) {
  for (auto i = static_cast<std::size_t>(place); i < file.statements.size(); ++i) {
    db.run(file.statements[i]);
    db.execute(kProgress, Row{i + 1, file.name});
    lock.beat();
  }
}

/// Undoes what can be: of a file without any effect no row is left, so that the older release still starts.
void give_up(Connection& db, const MigrationFile& file, Lock& lock) {
  if (db.dialect() == Dialect::Sqlite)
    db.rollback();  // before the lock is given up, which else would be undone
  try {
    lock.beat();  // else another run may be at this file
    db.execute(kForget, Row{file.name});
  } catch (const StorageFailure&) {
    return;  // what made the file fail is what the operator hears of
  }
}

void apply_file(Connection& db, const MigrationFile& file, const Clock& clock, Lock& lock) {
  auto applied = applied_files(db);
  std::int64_t place = 0;
  if (const auto found = applied.find(file.name); found != applied.end()) {
    place = found->second.statements;
  } else {
    db.execute(kStart, Row{file.name, file.checksum, clock.now()});
  }
  const bool transactional = db.dialect() == Dialect::Sqlite;
  if (transactional) db.begin();
  try {
    run_statements(db, file, place, lock);
    db.execute(kFinish, Row{file.checksum, clock.now(), file.name});
  } catch (const StorageFailure&) {
    give_up(db, file, lock);
    throw;
  }
  if (transactional) db.commit();
}

/// What the operator is told when the database refused.
Error refused(const StorageFailure& failure, const std::string& file) {
  Error error = failure.error();
  const std::string what = file.empty() ? "the table of migrations" : "migration " + file;
  if (failure.reason() == "database_not_permitted")
    return {.code = Errc::Invalid,
            .reason = "migration_not_permitted",
            .detail = what +
                      " needs the right to create and change tables, which the user of storage.url has not; "
                      "run `heraldctl --set storage.url=… migrate` as a user who has, then start again"};
  error.detail = "migrating the database failed at " + what + ": " + failure.what();
  return error;
}

Result<MigrationReport> compare(const MigrationConfig& config, const std::vector<MigrationFile>& files,
                                const std::map<std::string, AppliedFile>& applied) {
  MigrationReport report;
  for (const MigrationFile& file : files) {
    const auto found = applied.find(file.name);
    if (found == applied.end() || !found->second.done) {
      report.pending.push_back(file.name);
    } else if (config.checksums == Checksums::Enforce && found->second.checksum != file.checksum) {
      return Error{.code = Errc::Invalid,
                   .reason = "migration_changed",
                   .detail = "migration " + file.name +
                             " was changed after it was applied: expected checksum " +
                             found->second.checksum + ", found " + file.checksum +
                             "; restore the file, or use --dev on a database that may be thrown away"};
    } else {
      report.version = file.name;
    }
  }
  for (const auto& [name, row] : applied)
    if (std::ranges::find(files, name, &MigrationFile::name) == files.end())
      return Error{.code = Errc::Invalid,
                   .reason = "database_newer",
                   .detail = "the database holds migration " + name +
                             ", which this release does not know; use the newer release"};
  return report;
}

}  // namespace

Result<MigrationReport> migrate(const MigrationConfig& config, const Clock& clock) {
  const auto files =
      read_migrations(config.directory + (config.url.dialect == Dialect::Sqlite ? "/sqlite" : "/mysql"));
  if (!files) return files.error();
  std::string current;  // the file that is being applied
  try {
    Connection db{config.url, Access::Write};
    // A user who may not change tables may start a release that changes none.
    if (!has_tables(db)) create_tables(db);
    Lock lock{db, fresh_holder(config.node, clock), config.patience};
    auto report = compare(config, *files, applied_files(db));
    if (!report) return report;
    for (const MigrationFile& file : *files) {
      if (std::ranges::find(report->pending, file.name) == report->pending.end()) continue;
      current = file.name;
      apply_file(db, file, clock, lock);
      report->applied.push_back(file.name);
      report->version = file.name;
    }
    report->pending.clear();
    return report;
  } catch (const StorageFailure& failure) {
    return refused(failure, current);
  }
}

Result<MigrationReport> pending_migrations(const MigrationConfig& config) {
  const auto files =
      read_migrations(config.directory + (config.url.dialect == Dialect::Sqlite ? "/sqlite" : "/mysql"));
  if (!files) return files.error();
  try {
    Connection db{config.url, Access::Read};
    return compare(config, *files, has_tables(db) ? applied_files(db) : std::map<std::string, AppliedFile>{});
  } catch (const StorageFailure& failure) {
    return failure.error();
  }
}

}  // namespace herald::storage

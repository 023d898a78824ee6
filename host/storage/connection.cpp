#include "host/storage/connection.hpp"

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "host/storage/statement.hpp"
#include "host/storage/translate.hpp"

namespace herald::storage {
namespace {

constexpr std::size_t kCachedStatements = 400;
constexpr int kMostSwitches = 100;
/// 64 MiB: the pages that every batch changes are then written back once for many batches.
constexpr const char* kCheckpoint = "pragma wal_autocheckpoint=16000";

std::string connect_text(const StorageUrl& url) {
  if (url.dialect == Dialect::Sqlite) return "dbname=" + url.path + " timeout=10 shared_cache=false";
  std::string text = "db=" + url.database + " user=" + url.user + " charset=utf8mb4";
  if (!url.host.empty()) text += " host=" + url.host + " port=" + std::to_string(url.port);
  if (!url.socket.empty()) text += " unix_socket=" + url.socket;
  if (!url.password.empty()) text += " password='" + url.password + "'";
  if (!url.tls_ca.empty()) text += " sslca=" + url.tls_ca;
  if (!url.tls_certificate.empty()) text += " sslcert=" + url.tls_certificate;
  if (!url.tls_key.empty()) text += " sslkey=" + url.tls_key;
  return text;
}

/// When two processes open a fresh file at once, both want to switch it to WAL, and SQLite refuses one of
/// them without waiting. That one waits for the lock of the other and then finds the work done.
void switch_to_wal(soci::session& session) {
  for (int run = 1;; ++run) {
    try {
      session << "pragma journal_mode=wal";
      return;
    } catch (const soci::soci_error& error) {
      if (translate(error).kind() != FailureKind::Deadlock || run == kMostSwitches) throw;
    }
    session << "begin immediate";
    session << "rollback";
  }
}

const soci::backend_factory& factory(Dialect dialect) {
  if (dialect == Dialect::Sqlite) return *soci::factory_sqlite3();
  return *soci::factory_mysql();
}

}  // namespace

struct Connection::State {
  soci::session session{};
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements{};
};

Connection::Connection(const StorageUrl& url, Access access)
    : dialect_{url.dialect}, state_{std::make_unique<State>()} {
  guarded([&] {
    state_->session.open(factory(url.dialect), connect_text(url));
    if (dialect_ == Dialect::Sqlite) {
      state_->session << "pragma busy_timeout=" +
                             std::to_string(std::chrono::milliseconds{url.lock_wait}.count());
      switch_to_wal(state_->session);
      for (const char* pragma : {"pragma synchronous=full", "pragma foreign_keys=on",
                                 "pragma cache_size=-65536", "pragma temp_store=memory", kCheckpoint})
        state_->session << pragma;
      if (access == Access::Read) state_->session << "pragma query_only=on";
    } else {
      state_->session << "set names utf8mb4 collate utf8mb4_bin";
      state_->session << "set session transaction isolation level read committed";
      state_->session
          << "set session sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'";
      state_->session << "set session time_zone='+00:00'";
      // Rows and, in the second, tables that somebody alters.
      const std::string wait = std::to_string(url.lock_wait.count());
      state_->session << "set session innodb_lock_wait_timeout=" + wait + ", lock_wait_timeout=" + wait;
      if (url.idle_limit.count() > 0)
        state_->session << "set session wait_timeout=" + std::to_string(url.idle_limit.count());
    }
  });
  if (dialect_ == Dialect::Mysql) wait_for_the_cluster();
}

/// On a Galera cluster every transaction, and every read outside of one, begins with what has been committed
/// on any node: a caller finds what it was told is stored, whichever node answers. Rows go one by one there:
/// a transaction that another node's makes impossible while an array of rows is under way is rolled back
/// without an error, and the statements that follow are committed each by itself (MariaDB 10.11).
void Connection::wait_for_the_cluster() {
  const std::vector<Row> rows = query("show session variables like 'wsrep_on'", 2);
  clustered_ = !rows.empty() && rows[0][1].text == "ON";
  if (clustered_) run("set session wsrep_sync_wait=1");
}

Connection::~Connection() { state_->statements.clear(); }

Statement& Connection::prepare(std::string_view sql, std::size_t columns) {
  std::string key{sql};
  if (const auto found = state_->statements.find(key); found != state_->statements.end())
    return *found->second;
  if (state_->statements.size() >= kCachedStatements) state_->statements.clear();
  auto fresh = dialect_ == Dialect::Sqlite ? prepare_sqlite(state_->session, sql)
                                           : prepare_mysql(state_->session, sql, columns, !clustered_);
  return *state_->statements.emplace(std::move(key), std::move(fresh)).first->second;
}

std::int64_t Connection::execute(std::string_view sql, std::span<const Cell> values) {
  return prepare(sql).execute(values);
}

std::vector<Row> Connection::query(std::string_view sql, std::size_t columns, std::span<const Cell> values) {
  return prepare(sql, columns).query(values);
}

void Connection::run(const std::string& sql) {
  guarded([&] {
    soci::statement statement{state_->session};
    statement.alloc();
    statement.prepare(sql);
    statement.define_and_bind();
    statement.execute(true);
  });
}

/// MySQL prepares none of these.
void Connection::control(const char* sql) {
  if (dialect_ == Dialect::Mysql) return run(sql);
  execute(sql);
}

void Connection::begin() { control(dialect_ == Dialect::Sqlite ? "begin immediate" : "start transaction"); }
void Connection::commit() { control("commit"); }

void Connection::rollback() noexcept {
  try {
    control("rollback");
  } catch (const StorageFailure&) {
    // Nothing was open, or the connection is gone: the next statement will say so.
    return;
  }
}

}  // namespace herald::storage

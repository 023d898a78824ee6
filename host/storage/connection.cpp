#include "host/storage/connection.hpp"

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

#include <list>

#include "host/storage/bind.hpp"
#include "host/storage/translate.hpp"

namespace herald::storage {
namespace {

constexpr std::size_t kCachedStatements = 400;
constexpr int kMostSwitches = 100;

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

/// `?` becomes `:v0`, `:v1` …: the form that both SOCI backends understand. No constant of ours holds a `?`.
std::string number_placeholders(std::string_view sql, std::size_t& count) {
  std::string out;
  out.reserve(sql.size() * 2);
  count = 0;
  for (const char c : sql) {
    if (c == '?') {
      out += ":v" + std::to_string(count++);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

/// One prepared statement with buffers of fixed address, as SOCI wants them.
class Connection::Prepared {
 public:
  Prepared(soci::session& session, std::string_view sql, std::size_t columns)
      : statement_{session}, outputs_(columns), output_marks_(columns, soci::i_ok) {
    std::size_t inputs = 0;
    const std::string text = number_placeholders(sql, inputs);
    inputs_.resize(inputs);
    input_marks_.assign(inputs, soci::i_ok);
    for (std::size_t i = 0; i < inputs; ++i) statement_.exchange(storage::bind(inputs_[i], input_marks_[i]));
    for (std::size_t i = 0; i < columns; ++i) statement_.exchange(soci::into(outputs_[i], output_marks_[i]));
    statement_.alloc();
    statement_.prepare(text);
    statement_.define_and_bind();
  }

  std::int64_t execute(std::span<const Cell> values) {
    fill(values);
    statement_.execute(true);
    return statement_.get_affected_rows();
  }

  std::vector<Row> query(std::span<const Cell> values) {
    fill(values);
    std::vector<Row> rows;
    if (!statement_.execute(true)) return rows;
    do {
      Row row(outputs_.size());
      for (std::size_t i = 0; i < outputs_.size(); ++i)
        if (output_marks_[i] != soci::i_null) row[i] = Cell{outputs_[i]};
      rows.push_back(std::move(row));
    } while (statement_.fetch());
    return rows;
  }

 private:
  void fill(std::span<const Cell> values) {
    HERALD_CHECK(values.size() == inputs_.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      inputs_[i] = values[i].text;
      input_marks_[i] = values[i].null ? soci::i_null : soci::i_ok;
    }
  }
  soci::statement statement_;
  std::vector<std::string> inputs_;
  std::vector<soci::indicator> input_marks_;
  std::vector<std::string> outputs_;
  std::vector<soci::indicator> output_marks_;
};

struct Connection::State {
  soci::session session{};
  std::unordered_map<std::string, std::unique_ptr<Prepared>> statements{};
};

Connection::Connection(const StorageUrl& url, Access access)
    : dialect_{url.dialect}, state_{std::make_unique<State>()} {
  guarded([&] {
    state_->session.open(factory(url.dialect), connect_text(url));
    if (dialect_ == Dialect::Sqlite) {
      state_->session << "pragma busy_timeout=10000";
      switch_to_wal(state_->session);
      for (const char* pragma :
           {"pragma synchronous=full", "pragma foreign_keys=on", "pragma cache_size=-65536",
            "pragma temp_store=memory", "pragma wal_autocheckpoint=4000"})
        state_->session << pragma;
      if (access == Access::Read) state_->session << "pragma query_only=on";
    } else {
      state_->session << "set names utf8mb4 collate utf8mb4_bin";
      state_->session << "set session transaction isolation level read committed";
      state_->session
          << "set session sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'";
      state_->session << "set session time_zone='+00:00'";
    }
  });
}

Connection::~Connection() { state_->statements.clear(); }

Connection::Prepared& Connection::prepared(std::string_view sql, std::size_t columns) {
  std::string key{sql};
  if (const auto found = state_->statements.find(key); found != state_->statements.end())
    return *found->second;
  if (state_->statements.size() >= kCachedStatements) state_->statements.clear();
  auto fresh = std::make_unique<Prepared>(state_->session, sql, columns);
  return *state_->statements.emplace(std::move(key), std::move(fresh)).first->second;
}

std::int64_t Connection::execute(std::string_view sql, std::span<const Cell> values) {
  return guarded([&] { return prepared(sql, 0).execute(values); });
}

std::vector<Row> Connection::query(std::string_view sql, std::size_t columns, std::span<const Cell> values) {
  return guarded([&] { return prepared(sql, columns).query(values); });
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

void Connection::begin() { run(dialect_ == Dialect::Sqlite ? "begin immediate" : "start transaction"); }
void Connection::commit() { run("commit"); }

void Connection::rollback() noexcept {
  try {
    run("rollback");
  } catch (const StorageFailure&) {
    // Nothing was open, or the connection is gone: the next statement will say so.
    return;
  }
}

}  // namespace herald::storage

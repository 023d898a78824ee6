#include <soci/sqlite3/soci-sqlite3.h>  // brings sqlite3.h in a namespace of its own

#include "host/base/check.hpp"
#include "host/storage/statement.hpp"
#include "host/storage/translate.hpp"

namespace herald::storage {
namespace {

namespace lite = sqlite_api;

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(lite::sqlite3* db, std::string_view sql) : db_{db} {
    if (lite::sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                 &raw_, nullptr) != SQLITE_OK)
      fail();
  }
  ~SqliteStatement() override { lite::sqlite3_finalize(raw_); }

  std::int64_t execute(std::span<const Cell> values) override {
    const Run run{*this, values};
    while (step()) continue;
    return lite::sqlite3_changes64(db_);
  }

  std::vector<Row> query(std::span<const Cell> values) override {
    const Run run{*this, values};
    std::vector<Row> rows;
    while (step()) rows.push_back(read());
    return rows;
  }

 private:
  /// From binding to reset: the values must stay where they are only for so long.
  class Run {
   public:
    Run(SqliteStatement& statement, std::span<const Cell> values) : statement_{statement} {
      HERALD_CHECK(values.size() ==
                   static_cast<std::size_t>(lite::sqlite3_bind_parameter_count(statement.raw_)));
      for (std::size_t i = 0; i < values.size(); ++i) statement.bind(static_cast<int>(i + 1), values[i]);
    }
    ~Run() { lite::sqlite3_reset(statement_.raw_); }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

   private:
    SqliteStatement& statement_;
  };

  void bind(int place, const Cell& value) {
    const int done = value.null ? lite::sqlite3_bind_null(raw_, place)
                                : lite::sqlite3_bind_text64(raw_, place, value.text.data(), value.text.size(),
                                                            SQLITE_STATIC, SQLITE_UTF8);
    if (done != SQLITE_OK) fail();
  }
  /// True when there is a row to read.
  bool step() {
    const int outcome = lite::sqlite3_step(raw_);
    if (outcome != SQLITE_ROW && outcome != SQLITE_DONE) fail();
    return outcome == SQLITE_ROW;
  }
  [[nodiscard]] Row read() const {
    Row row(static_cast<std::size_t>(lite::sqlite3_column_count(raw_)));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const int column = static_cast<int>(i);
      if (lite::sqlite3_column_type(raw_, column) == SQLITE_NULL) continue;
      const auto* text = static_cast<const char*>(lite::sqlite3_column_blob(raw_, column));
      row[i] =
          Cell{std::string_view{text, static_cast<std::size_t>(lite::sqlite3_column_bytes(raw_, column))}};
    }
    return row;
  }
  [[noreturn]] void fail() const {
    throw sqlite_failure(lite::sqlite3_errcode(db_), lite::sqlite3_errmsg(db_));
  }

  lite::sqlite3* db_;
  lite::sqlite3_stmt* raw_{nullptr};
};

}  // namespace

// SOCI does not export the type information that a checked cast would ask for.
[[gnu::no_sanitize("vptr")]] std::unique_ptr<Statement> prepare_sqlite(soci::session& session,
                                                                       std::string_view sql) {
  auto* native = static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
  return std::make_unique<SqliteStatement>(native, sql);
}

}  // namespace herald::storage

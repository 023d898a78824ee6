#include "host/storage/sqlite_copy.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <memory>

#include "host/base/sync.hpp"

namespace herald::storage {
namespace {

constexpr int kBusyMs = 10'000;

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

Error copy_failed(const std::string& path, const std::string& why) {
  return {.code = Errc::Unavailable, .reason = "copy_failed", .detail = path + ": " + why};
}

Result<Database> open_readable(const std::string& path) {
  sqlite3* raw = nullptr;
  const int status = ::sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  Database database{raw, ::sqlite3_close};
  if (status != SQLITE_OK) return copy_failed(path, ::sqlite3_errstr(status));
  ::sqlite3_busy_timeout(raw, kBusyMs);
  return database;
}

int keep_first(void* text, int count, char** values, char**) {
  auto& kept = *static_cast<std::string*>(text);
  if (kept.empty() && count > 0 && values[0] != nullptr) kept = values[0];
  return 0;
}

/// The first value that a statement yields.
Result<std::string> ask(sqlite3* database, const std::string& path, const char* sql) {
  std::string answer;
  if (::sqlite3_exec(database, sql, keep_first, &answer, nullptr) != SQLITE_OK)
    return copy_failed(path, ::sqlite3_errmsg(database));
  return answer;
}

Result<Done> copy_into(sqlite3* database, const std::string& to) {
  sqlite3_stmt* statement = nullptr;
  if (::sqlite3_prepare_v2(database, "VACUUM INTO ?", -1, &statement, nullptr) != SQLITE_OK)
    return copy_failed(to, ::sqlite3_errmsg(database));
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner{statement, ::sqlite3_finalize};
  ::sqlite3_bind_text(statement, 1, to.c_str(), -1, SQLITE_TRANSIENT);
  if (::sqlite3_step(statement) != SQLITE_DONE) return copy_failed(to, ::sqlite3_errmsg(database));
  return Done{};
}

Result<Done> expect_sound(const std::string& path) {
  auto database = open_readable(path);
  if (!database) return std::move(database).error();
  const auto verdict = ask(database->get(), path, "PRAGMA quick_check(1)");
  if (!verdict) return verdict.error();
  if (*verdict != "ok") return copy_failed(path, "the copy is damaged: " + *verdict);
  return Done{};
}

Result<Done> copy(const std::string& from, const std::string& to) {
  auto database = open_readable(from);
  if (!database) return std::move(database).error();
  if (auto done = copy_into(database->get(), to); !done) return done;
  if (auto done = expect_sound(to); !done) return done;
  return sync_to_disk(to);
}

}  // namespace

Result<Done> copy_sqlite(const std::string& from, const std::string& to) {
  std::error_code error;
  if (!std::filesystem::exists(from, error))
    return Error{
        .code = Errc::NotFound, .reason = "no_database", .detail = from + ": expected a SQLite database"};
  if (std::filesystem::exists(to, error)) return copy_failed(to, "expected no file of that name");
  auto done = copy(from, to);
  if (!done) std::filesystem::remove(to, error);
  return done;
}

}  // namespace herald::storage

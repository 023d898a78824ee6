#include "host/storage/sqlite_copy.hpp"

#include <array>
#include <filesystem>

#include "host/base/sync.hpp"
#include "host/storage/connection.hpp"

namespace herald::storage {
namespace {

Error copy_failed(const std::string& path, const std::string& why) {
  return {.code = Errc::Unavailable, .reason = "copy_failed", .detail = path + ": " + why};
}

/// `vacuum into` reads one moment of a database in use, and the result is compact.
Result<Done> copy(const std::string& from, const std::string& to) {
  try {
    Connection source{{.dialect = Dialect::Sqlite, .path = from}, Access::Write};
    const std::array<Cell, 1> target{to};
    source.execute("vacuum into ?", target);
  } catch (const StorageFailure& failure) {
    return copy_failed(to, failure.what());
  }
  return sync_to_disk(to);
}

}  // namespace

Result<Done> copy_sqlite(const std::string& from, const std::string& to) {
  std::error_code error;
  if (!std::filesystem::exists(from, error))
    return Error{
        .code = Errc::NotFound, .reason = "no_database", .detail = from + ": expected a SQLite database"};
  if (std::filesystem::exists(to, error)) return copy_failed(to, "expected no file of that name");
  const std::string part = to + ".part";  // what an interrupted copy leaves is not taken for one
  std::filesystem::remove(part, error);
  auto done = copy(from, part);
  if (done) std::filesystem::rename(part, to, error);
  if (done && error) done = copy_failed(to, error.message());
  if (!done) std::filesystem::remove(part, error);
  return done;
}

}  // namespace herald::storage

#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

enum class Checksums {
  Enforce,
  Rewrite
};  ///< Rewrite is for development: an edited file is taken as it is now

struct MigrationConfig {
  StorageUrl url{};
  std::string directory{};  ///< holds `sqlite/` and `mysql/`
  std::string node{};       ///< told in the migration lock; two nodes may bear the same by mistake
  Checksums checksums{Checksums::Enforce};
  std::chrono::milliseconds patience{
      15'000};  ///< without a beat for this long, the lock's holder is taken for dead
};

struct MigrationReport {
  std::vector<std::string> applied{};
  std::vector<std::string> pending{};
  std::string version{};  ///< the last file in force
};

/// Brings the database to the newest numbered file. Each file is applied statement by statement, the place
/// is recorded, and a run that was interrupted goes on there; on SQLite a file is one transaction.
/// Runs at once wait for each other by a row, not by a database lock (Galera would grant it twice); each run
/// is a holder of its own, whatever its node is called, and one whose row was taken over stops before the
/// next statement. Invalid: a file is malformed, or changed after it was applied. Unavailable: the database
/// is away.
Result<MigrationReport> migrate(const MigrationConfig& config, const Clock& clock);

/// What migrate() would do; changes nothing.
Result<MigrationReport> pending_migrations(const MigrationConfig& config);

}  // namespace herald::storage

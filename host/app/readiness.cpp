#include "host/app/readiness.hpp"

#include <filesystem>

namespace herald::app {
namespace {

constexpr std::chrono::seconds kDiskEvery{1};
constexpr std::chrono::seconds kMigrationsEvery{5};
constexpr std::uintmax_t kMebi = 1024 * 1024;

std::vector<std::string> written_directories(const Config& config) {
  std::vector<std::string> all{config.data_dir};
  if (config.storage.dialect == storage::Dialect::Sqlite)
    all.push_back(std::filesystem::path{config.storage.path}.parent_path().string());
  return all;
}

/// Nothing when the database is away, which the writer tells, and when it is newer than this release: nodes
/// are replaced one after the other, and only a start refuses that.
std::optional<std::string> look_at_migrations(const Config& config) {
  const auto report = storage::pending_migrations(
      {.url = config.storage, .directory = config.migrations, .node = config.node_name});
  if (report) return describe_pending(*report);
  const bool told_elsewhere =
      report.error().code == Errc::Unavailable || report.error().reason == "database_newer";
  return told_elsewhere ? std::nullopt : std::optional{report.error().detail};
}

}  // namespace

std::optional<std::string> describe_pending(const storage::MigrationReport& report) {
  if (report.pending.empty()) return std::nullopt;
  return "migrations are pending from " + report.pending.front() + " on; run: heraldctl migrate";
}

Readiness::Readiness(const Config& config) : config_{config}, directories_{written_directories(config)} {}

Tick Readiness::step(Tick now) {
  auto disk = look_at_disk();
  const bool due = now >= next_migrations_;
  auto migrations = due ? look_at_migrations(config_) : std::nullopt;
  if (due) next_migrations_ = now + kMigrationsEvery;
  const std::scoped_lock lock{mutex_};
  disk_ = std::move(disk);
  if (due) migrations_ = std::move(migrations);
  return now + kDiskEvery;
}

std::optional<std::string> Readiness::disk() const {
  const std::scoped_lock lock{mutex_};
  return disk_;
}

std::optional<std::string> Readiness::migrations() const {
  const std::scoped_lock lock{mutex_};
  return migrations_;
}

std::optional<std::string> Readiness::look_at_disk() const {
  for (const std::string& directory : directories_) {
    std::error_code error;
    const auto space = std::filesystem::space(directory, error);
    if (error) return directory + ": " + error.message();
    if (space.available / kMebi < config_.disk_reserve_mib)
      return directory + ": expected at least " + std::to_string(config_.disk_reserve_mib) +
             " MiB of free disk (data.reserve_mib), found " + std::to_string(space.available / kMebi);
  }
  return std::nullopt;
}

}  // namespace herald::app

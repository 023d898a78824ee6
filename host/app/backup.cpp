#include "host/app/backup.hpp"

#include <algorithm>
#include <filesystem>

#include "host/app/backup_set.hpp"
#include "host/app/identity.hpp"
#include "host/base/sync.hpp"
#include "host/json/writer.hpp"
#include "host/plugins/durable_file.hpp"
#include "host/storage/migrations.hpp"
#include "host/storage/sqlite_copy.hpp"

namespace herald::app {
namespace {

namespace fs = std::filesystem;

Error failed(const char* reason, const fs::path& path, const std::string& why) {
  return {.code = Errc::Unavailable, .reason = reason, .detail = path.string() + ": " + why};
}

std::optional<Error> not_for_mysql(const Config& config) {
  if (config.storage.dialect == storage::Dialect::Sqlite) return std::nullopt;
  return Error{.code = Errc::Invalid,
               .reason = "backup_mysql",
               .detail =
                   "storage.url names a MySQL server, which has its own means: see 'Backup' in "
                   "packaging/README.md (mariadb-dump --single-transaction)"};
}

storage::MigrationConfig migration_config(const Config& config, const std::string& database) {
  storage::MigrationConfig out{
      .url = config.storage, .directory = config.migrations, .node = config.node_name};
  out.url.path = database;
  return out;
}

/// A copy with mode 0600, on disk when this returns.
Result<Done> copy_private(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error) return failed("backup_failed", to, error.message());
  return sync_to_disk(to);
}

Result<Manifest> fill(const Config& config, const Clock& clock, const fs::path& directory) {
  Manifest manifest{.made_at = to_rfc3339(clock.now())};
  for (const BackedFile& file : backed_files(config)) {
    std::error_code error;
    const fs::path copy = directory / file.name;
    if (manifest.files.empty()) {
      if (auto done = storage::copy_sqlite(file.home, copy); !done) return std::move(done).error();
    } else if (!fs::exists(file.home, error)) {
      continue;  // a node whose name is configured keeps none
    } else if (auto done = copy_private(file.home, copy); !done) {
      return std::move(done).error();
    }
    auto sum = sum_of(copy);
    if (!sum) return std::move(sum).error();
    manifest.files.push_back(*std::move(sum));
  }
  const auto schema = storage::pending_migrations(migration_config(config, config.storage.path));
  if (!schema) return schema.error();
  manifest.schema = schema->version;
  return manifest;
}

Result<std::string> fill_and_sign_off(const Config& config, const Clock& clock, const fs::path& part) {
  auto manifest = fill(config, clock, part);
  if (!manifest) return std::move(manifest).error();
  std::string text = to_json(*manifest);
  if (auto done = plugins::write_durably(part / kManifest, text + '\n'); !done)
    return std::move(done).error();
  return text;
}

/// Moves what is there out of the way; false when nothing was.
Result<bool> set_aside(const fs::path& home, const fs::path& aside) {
  std::error_code error;
  if (!fs::exists(home, error)) return false;
  fs::rename(home, aside, error);
  if (error) return failed("restore_failed", home, error.message());
  return true;
}

fs::path beside(const BackedFile& file) { return file.home.string() + ".restored"; }

void clear_away(const Config& config) {
  std::error_code ignored;  // what stays is replaced by the next try
  for (const BackedFile& file : backed_files(config)) fs::remove(beside(file), ignored);
}

/// Copies every file beside its place first, so that the exchange itself is a few renames.
Result<Done> lay_beside(const Config& config, const Manifest& manifest, const fs::path& directory) {
  for (const BackedFile& file : backed_files(config)) {
    const bool held = std::ranges::find(manifest.files, file.name, &FileSum::name) != manifest.files.end();
    if (!held) continue;
    if (auto done = copy_private(directory / file.name, beside(file)); !done) return done;
  }
  return Done{};
}

/// Refuses a database of a later release.
Result<Done> expect_known_schema(const Config& config) {
  const std::string database = beside(backed_files(config).front());
  const auto schema = storage::pending_migrations(migration_config(config, database));
  std::error_code ignored;  // looking at it may have made them
  for (const char* tail : {"-wal", "-shm"}) fs::remove(database + tail, ignored);
  if (!schema) return schema.error();
  return Done{};
}

Result<std::string> swap_in(const Config& config, const std::string& suffix) {
  std::vector<std::string> restored, kept;
  const auto move_away = [&](const std::string& home, const std::string& tail) -> Result<Done> {
    std::string aside = home + suffix + tail;
    const auto moved = set_aside(home + tail, aside);
    if (!moved) return moved.error();
    if (*moved) kept.push_back(std::move(aside));
    return Done{};
  };
  // The database goes before its log: a crash between the two must not leave one that has lost its last
  // commits.
  for (const char* tail : {"", "-wal", "-shm"})
    if (auto done = move_away(config.storage.path, tail); !done) return std::move(done).error();
  for (const BackedFile& file : backed_files(config)) {
    std::error_code error;
    const fs::path fresh = beside(file);
    if (!fs::exists(fresh, error)) continue;
    if (auto done = move_away(file.home, ""); !done) return std::move(done).error();
    fs::rename(fresh, file.home, error);
    if (error) return failed("restore_failed", file.home, error.message());
    restored.push_back(file.home.string());
  }
  for (const fs::path& path : {fs::path{config.data_dir}, fs::path{config.storage.path}.parent_path()})
    if (auto done = sync_to_disk(path); !done) return std::move(done).error();
  json::Writer out;
  out.begin_object().begin_array("restored");
  for (const std::string& path : restored) out.text(path);
  out.end_array().begin_array("kept");
  for (const std::string& path : kept) out.text(path);
  return out.end_array().end_object().take();
}

}  // namespace

Result<std::string> back_up(const Config& config, const Clock& clock, const std::string& directory) {
  if (auto error = not_for_mysql(config)) return *std::move(error);
  std::error_code error;
  if (fs::exists(directory, error))
    return Error{.code = Errc::Conflict,
                 .reason = "backup_exists",
                 .detail = directory + ": expected no file or directory of that name"};
  const fs::path part = directory + ".part";
  fs::remove_all(part, error);
  if (fs::create_directory(part, error); !error) fs::permissions(part, fs::perms::owner_all, error);
  if (error) return failed("backup_failed", part, error.message());
  auto text = fill_and_sign_off(config, clock, part);
  if (text) fs::rename(part, directory, error);
  if (text && error) text = failed("backup_failed", directory, error.message());
  if (!text) {
    fs::remove_all(part, error);
  } else if (auto done = sync_to_disk(fs::absolute(directory).parent_path()); !done) {
    return std::move(done).error();
  }
  return text;
}

Result<std::string> restore(const Config& config, const Clock& clock, const std::string& directory) {
  if (auto error = not_for_mysql(config)) return *std::move(error);
  if (auto done = prepare_directory(config.data_dir); !done) return std::move(done).error();
  const auto held = hold_data(config);
  if (!held) return held.error();
  const auto manifest = read_backup(directory);
  if (!manifest) return manifest.error();
  auto laid = lay_beside(config, *manifest, directory);
  if (laid) laid = expect_known_schema(config);
  if (!laid) {
    clear_away(config);
    return std::move(laid).error();
  }
  return swap_in(config, ".before-" + std::to_string(clock.now().time_since_epoch().count()));
}

}  // namespace herald::app

#include "host/app/premises.hpp"

#include <cerrno>
#include <filesystem>

#include "host/app/audit_desk.hpp"
#include "host/storage/migrations.hpp"
#include "host/storage/sqlite_copy.hpp"
#include "host/vault/key_ring.hpp"

namespace herald::app {
namespace {

Result<Done> open_vault(Premises& premises, Random& random) {
  const Config& config = premises.config;
  std::error_code error;
  const bool missing = !std::filesystem::exists(config.keyfile, error);
  if (missing && config.storage.dialect == storage::Dialect::Mysql)
    return Error{.code = Errc::Invalid,
                 .reason = "keyfile_missing",
                 .detail = "vault.keyfile " + config.keyfile +
                           ": expected the key ring that all nodes share, found nothing; copy it "
                           "here from another node (mode 0600), or make one on the first node by starting it "
                           "once on SQLite"};
  if (missing)
    if (auto made = vault::create_keyfile(config.keyfile, random); !made) return made.error();
  auto ring = vault::read_keyfile(config.keyfile);
  if (!ring) return ring.error();
  premises.vault = std::make_unique<vault::Vault>(std::move(*ring), random);
  return Done{};
}

/// A database that is about to change its schema is copied first: `<database>.before-<migration>`, once.
Result<Done> keep_old_schema(const Config& config, const storage::MigrationConfig& migrations) {
  std::error_code error;
  if (config.storage.dialect != storage::Dialect::Sqlite ||
      !std::filesystem::exists(config.storage.path, error))
    return Done{};
  const auto report = storage::pending_migrations(migrations);
  if (!report) return report.error();
  if (report->version.empty() || report->pending.empty()) return Done{};
  const std::string copy = config.storage.path + ".before-" + report->pending.front();
  if (std::filesystem::exists(copy, error))
    return Done{};  // of an earlier start, which was interrupted later
  return storage::copy_sqlite(config.storage.path, copy);
}

Result<Done> open_database(const Config& config, const Clock& clock) {
  const storage::MigrationConfig migrations{
      .url = config.storage, .directory = config.migrations, .node = config.node_name};
  if (auto done = keep_old_schema(config, migrations); !done) return done;
  const auto migrated = storage::migrate(migrations, clock);
  if (!migrated) return migrated.error();
  return Done{};
}

}  // namespace

Result<Premises> prepare(Config config, const Clock& clock, Random& random) {
  Premises premises{.config = std::move(config)};
  if (auto done = prepare_directory(premises.config.data_dir); !done) return done.error();
  auto locks = hold_data(premises.config);
  if (!locks) return locks.error();
  premises.locks = std::move(*locks);
  auto name = node_name(premises.config.data_dir, premises.config.node_name, random);
  if (!name) return name.error();
  premises.config.node_name = std::move(*name);
  if (auto done = open_vault(premises, random); !done) return done.error();
  auto signer = audit_signer(premises.config.audit_keyfile, random);
  if (!signer) return signer.error();
  premises.signer = std::make_unique<journal::CheckpointSigner>(std::move(*signer));
  if (auto done = open_database(premises.config, clock); !done) return done.error();
  return premises;
}

}  // namespace herald::app

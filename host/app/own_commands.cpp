#include "host/app/own_commands.hpp"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "host/app/backup.hpp"
#include "host/app/identity.hpp"
#include "host/json/writer.hpp"
#include "host/storage/copy_to_mysql.hpp"
#include "host/storage/migrations.hpp"
#include "host/vault/key_ring.hpp"

namespace herald::app {
namespace {

using ctl::Words;

Result<std::string> check_config(const Words&, const Settings& settings) {
  if (auto done = become_owner(settings.text("data.dir")); !done) return std::move(done).error();
  const auto config = read_config(settings);  // as the server will
  if (!config) return config.error();
  json::Writer out;
  return out.begin_object().boolean("valid", true).end_object().take();
}

Result<std::string> make_keyfile(const Words& words, const Settings&) {
  SystemRandom random;
  const std::string& path = words.positional[0];
  if (auto done = vault::create_keyfile(path, random); !done) return std::move(done).error();
  json::Writer out;
  return out.begin_object().text("path", path).end_object().take();
}

Result<std::string> make_backup(const Words& words, const Settings& settings) {
  const auto config = settle_in(settings);
  if (!config) return config.error();
  return back_up(*config, SystemClock{}, std::filesystem::absolute(words.positional[0]));
}

Result<std::string> put_back(const Words& words, const Settings& settings) {
  const auto config = settle_in(settings);
  if (!config) return config.error();
  return restore(*config, SystemClock{}, std::filesystem::absolute(words.positional[0]));
}

/// `--to`, with the password of `--password-file`.
Result<storage::StorageUrl> read_target(const Words& words) {
  auto target = storage::parse_storage_url(words.option("--to"));
  if (!target) return target;
  if (target->dialect != storage::Dialect::Mysql)
    return Error{.code = Errc::Invalid,
                 .reason = "usage",
                 .detail = "expected --to as mysql://user@host:port/database"};
  const std::string file = words.option("--password-file");
  if (file.empty()) return target;
  std::ifstream in{file};
  if (!std::getline(in, target->password))
    return Error{
        .code = Errc::Invalid, .reason = "usage", .detail = file + ": expected a password, one line"};
  return target;
}

Result<std::string> copy_storage(const Words& words, const Settings& settings) {
  const auto target = read_target(words);  // before the rights to read it go
  if (!target) return target.error();
  const auto config = settle_in(settings);
  if (!config) return config.error();
  if (config->storage.dialect != storage::Dialect::Sqlite)
    return Error{.code = Errc::Invalid,
                 .reason = "not_sqlite",
                 .detail = "storage.url: expected a SQLite database to copy from"};
  const auto held = hold_data(*config);
  if (!held) return held.error();
  const storage::MigrationConfig here{
      .url = config->storage, .directory = config->migrations, .node = "copy"};
  const storage::MigrationConfig there{.url = *target, .directory = config->migrations, .node = "copy"};
  for (const storage::MigrationConfig& side : {here, there})
    if (const auto migrated = storage::migrate(side, SystemClock{}); !migrated) return migrated.error();
  const auto copied = storage::copy_to_mysql(config->storage, *target);
  if (!copied) return copied.error();
  json::Writer out;
  out.begin_object().begin_array("copied");
  for (const storage::CopiedTable& table : *copied)
    if (table.rows > 0) out.begin_object().text("table", table.name).number("rows", table.rows).end_object();
  return out.end_array()
      .text("next", "set storage.url to the MySQL database and keep vault.keyfile as it is")
      .end_object()
      .take();
}

constexpr std::array<std::string_view, 2> kCopyOptions{"--to", "--password-file"};
constexpr std::array<std::string_view, 1> kCopyNeeds{"--to"};

constexpr std::array kCommands{
    ctl::OwnCommand{{"config check", "", {}, {}}, check_config},
    ctl::OwnCommand{{"keyfile create", "PATH", {}, {}}, make_keyfile},
    ctl::OwnCommand{{"backup", "DIRECTORY", {}, {}}, make_backup},
    ctl::OwnCommand{{"restore", "DIRECTORY", {}, {}}, put_back},
    ctl::OwnCommand{{"storage copy", "", kCopyOptions, kCopyNeeds}, copy_storage},
};

}  // namespace

Result<Config> settle_in(const Settings& settings) {
  auto config = read_config(settings);
  if (auto done = become_owner(settings.text("data.dir")); !done) return std::move(done).error();
  return config ? std::move(config) : read_config(settings);
}

std::span<const ctl::OwnCommand> own_commands() { return kCommands; }

Result<Done> become_owner(const std::string& data_dir) {
  struct stat facts{};
  if (::geteuid() != 0 || ::stat(data_dir.c_str(), &facts) != 0 || facts.st_uid == 0) return Done{};
  if (::setgroups(0, nullptr) == 0 && ::setgid(facts.st_gid) == 0 && ::setuid(facts.st_uid) == 0)
    return Done{};
  return Error{
      .code = Errc::Unavailable,
      .reason = "cannot_become_owner",
      .detail = data_dir + ": cannot take the rights of its owner, user " + std::to_string(facts.st_uid)};
}

}  // namespace herald::app

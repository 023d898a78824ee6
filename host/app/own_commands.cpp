#include "host/app/own_commands.hpp"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "host/app/backup.hpp"
#include "host/app/config.hpp"
#include "host/json/writer.hpp"
#include "host/vault/key_ring.hpp"

namespace herald::app {
namespace {

using ctl::Words;

Result<std::string> check_config(const Words&, const Settings& settings) {
  const auto config = read_config(settings);
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

/// The configuration, in the place of the data's owner.
Result<Config> settle_in(const Settings& settings) {
  auto config = read_config(settings);
  if (!config) return config;
  if (auto done = become_owner(config->data_dir); !done) return std::move(done).error();
  return config;
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

constexpr std::array kCommands{
    ctl::OwnCommand{{"config check", "", {}, {}}, check_config},
    ctl::OwnCommand{{"keyfile create", "PATH", {}, {}}, make_keyfile},
    ctl::OwnCommand{{"backup", "DIRECTORY", {}, {}}, make_backup},
    ctl::OwnCommand{{"restore", "DIRECTORY", {}, {}}, put_back},
};

}  // namespace

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

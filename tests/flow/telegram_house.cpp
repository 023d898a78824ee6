#include "tests/flow/telegram_house.hpp"

#include <sqlite3.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::vector<std::string> look_up_sqlite(const std::string& file, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> db{opened, &sqlite3_close};
  if (status != SQLITE_OK) throw std::runtime_error{"cannot open " + file};
  sqlite3_busy_timeout(db.get(), 10'000);
  std::vector<std::string> cells;
  const auto take = [](void* to, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(to)->emplace_back(values[0] == nullptr ? "" : values[0]);
    return 0;
  };
  if (sqlite3_exec(db.get(), sql.c_str(), take, &cells, nullptr) != SQLITE_OK)
    throw std::runtime_error{sqlite3_errmsg(db.get())};
  return cells;
}

}  // namespace

json telegram_channel(const TelegramServer& server, const std::string& name, const json& config) {
  return {{"channel_type", "TELEGRAM"},
          {"channel_name", name},
          {"api_provider", "telegram"},
          {"api_url", server.url()},
          {"timeout_seconds", 2},
          {"auth_token", server.bot().token},
          {"webhook_secret", server.bot().webhook_secret},
          {"config_json", config}};
}

std::vector<std::string> look_up(const Daemon& daemon, const std::string& sql) {
  if (daemon.dialect() == Dialect::Sqlite) return look_up_sqlite(daemon.directory() / "herald.db", sql);
  const std::string name = daemon.storage_url().substr(daemon.storage_url().find("/flow_") + 1);
  support::MariadbSession session{support::shared_mariadb().socket(), name.substr(0, name.find('?'))};
  std::vector<std::string> cells;
  for (const auto& row : session.rows(sql)) cells.push_back(row.at(0).value_or(""));
  return cells;
}

std::vector<json> stored_events(const Daemon& daemon, const std::string& channel) {
  std::vector<json> events;
  for (const std::string& text : look_up(daemon, "select event from webhook_element where channel_id = '" +
                                                     channel + "' order by created_at, webhook_id, position"))
    events.push_back(json::parse(text));
  return events;
}

BotHouse& bot_house(Dialect dialect) {
  shared_house(dialect);  // made before, so that it goes after
  if (dialect == Dialect::Sqlite) {
    static BotHouse sqlite{Dialect::Sqlite};
    return sqlite;
  }
  static BotHouse mysql{Dialect::Mysql};
  return mysql;
}

std::int64_t fresh_chat() {
  static std::int64_t chat = 900'000'000;
  return ++chat;
}

}  // namespace herald::test

#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/flow/house.hpp"
#include "tests/support/telegram_server.hpp"

namespace herald::test {

/// A channel of provider `telegram` that speaks to that server; `config` is its config_json.
nlohmann::json telegram_channel(const TelegramServer& server, const std::string& name,
                                const nlohmann::json& config);

/// First cells of a query on the daemon's own database, which may be running.
std::vector<std::string> look_up(const Daemon& daemon, const std::string& sql);

/// The neutral events stored of a channel's callbacks and polls, oldest first.
std::vector<nlohmann::json> stored_events(const Daemon& daemon, const std::string& channel);

}  // namespace herald::test

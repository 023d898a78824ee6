#pragma once
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace herald::telegram {

/// The kinds that read_update() tells something about; a setting of Telegram's that sticks, so always sent.
inline constexpr const char* kUpdateKinds[] = {
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member"};

/// The id of an update; nothing when the value is no update. [any thread]
std::optional<std::int64_t> update_id(const nlohmann::json& update);

/// What an update says, as an array of events of sdk/README.md, often empty; nothing when the value is no
/// update. `bot` is the id of the bot that received it. [any thread]
std::optional<nlohmann::json> events_of(const nlohmann::json& update, const std::string& bot);

}  // namespace herald::telegram

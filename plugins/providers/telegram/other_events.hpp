#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace herald::telegram {

// Updates that are no message, as events without their key; nothing when they say nothing. [any thread]

/// A pressed button: kind `action`.
std::optional<nlohmann::json> press_event(const nlohmann::json& query, const std::string& bot);

/// The bot was blocked or removed, or let in again: `opt_out`, `opt_in`.
std::optional<nlohmann::json> membership_event(const nlohmann::json& change);

/// A group became a supergroup: `address_changed`, with one key for the news from the old and the new side.
std::optional<nlohmann::json> moved_event(const nlohmann::json& message);

}  // namespace herald::telegram

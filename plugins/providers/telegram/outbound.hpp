#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "plugins/providers/parts/verdict.hpp"

namespace herald::telegram {

/// Telegram's limits on the `message` of op `send`, before the wire; `sender` is the channel's own. Nothing
/// when the message may go. [any thread]
std::optional<provider::Refusal> refusal_of(const nlohmann::json& message, const std::string& sender);

/// The attachments; an empty list when there are none. [any thread]
const nlohmann::json& attachments_of(const nlohmann::json& message);

}  // namespace herald::telegram

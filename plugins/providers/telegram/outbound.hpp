#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/providers/parts/verdict.hpp"

namespace herald::telegram {

/// Telegram's limits on the `message` of op `send`, before the wire; `sender` is the channel's own. Nothing
/// when the message may go. [any thread]
std::optional<provider::Refusal> refusal_of(const nlohmann::json& message, const std::string& sender);

/// The parameters of sendMessage. `moved_to` replaces the recipient when it is not empty. [any thread]
nlohmann::json parameters_of(const nlohmann::json& message, const std::string& moved_to);

}  // namespace herald::telegram

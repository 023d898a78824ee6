#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/telegram/send_kind.hpp"

namespace herald::telegram {

/// Telegram's limits on the files of a message: how many, how large, and where from. [any thread]
std::optional<provider::Refusal> files_refusal(const nlohmann::json& attachments, const SendKind& kind);

}  // namespace herald::telegram

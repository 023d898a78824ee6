#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/form_body.hpp"

namespace herald::telegram {

/// A method of the Bot API with what it is called with. [value]
struct ApiCall {
  std::string method{};
  std::string parameters{"{}"};             ///< JSON object
  std::vector<provider::FormPart> files{};  ///< whose bytes go along
};

/// The call that sends a message which refusal_of() lets go. `moved_to` replaces the recipient when it is not
/// empty. [any thread]
ApiCall call_of(const nlohmann::json& message, const std::string& moved_to);

/// Telegram takes an id as a number; a name stays text. [any thread]
nlohmann::json chat_of(std::string_view text);

}  // namespace herald::telegram

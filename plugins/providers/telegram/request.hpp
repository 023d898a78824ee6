#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/telegram/account.hpp"

namespace herald::telegram {

/// The call of a Bot API method, as the `request` of a plan: POST with a JSON body, the token to be redacted,
/// `commits` false. [any thread]
nlohmann::json method_call(const Account& account, std::string_view method, const nlohmann::json& parameters);

}  // namespace herald::telegram

#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "plugins/providers/telegram/account.hpp"
#include "plugins/providers/telegram/api_call.hpp"

namespace herald::telegram {

/// The call of a Bot API method, as the `request` of a plan: POST with a JSON body, the token to be redacted,
/// `commits` false. [any thread]
nlohmann::json method_call(const Account& account, std::string_view method, const nlohmann::json& parameters);

/// The same for a call that may have files, which make the body a form; `crypto` draws its boundary.
/// [any thread]
nlohmann::json api_request(const Account& account, const ApiCall& call, const sdk::Crypto& crypto);

/// The request for the bytes behind `file_path` of getFile, which becomes the medium. [any thread]
nlohmann::json file_request(const Account& account, std::string_view file_path);

}  // namespace herald::telegram

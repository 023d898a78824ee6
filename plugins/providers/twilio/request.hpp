#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/twilio/account.hpp"

namespace herald::twilio {

/// Members of a plan's request that bear the account's credentials, which stand in `redact`. [any thread]
nlohmann::json authorized(const sdk::Call& call, const Account& account);

/// The URL of something of the account's: `path` continues that of the account itself. [any thread]
std::string resource(const Account& account, std::string_view path);

/// The plan that makes this request. [any thread]
sdk::Reply request_plan(nlohmann::json members);

}  // namespace herald::twilio

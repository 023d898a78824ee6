#pragma once
#include <herald/sdk.hpp>

namespace herald::telegram {

/// Op `webhook`: proves by the secret header that an update is Telegram's and tells what it says.
/// [any thread] Source: core.telegram.org/bots/api#setwebhook.
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::telegram

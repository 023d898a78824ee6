#pragma once
#include <herald/sdk.hpp>

namespace herald::mailgun {

/// Op `webhook`: an event as JSON, or a mail of a route as a form; verified, then told. Its first event is
/// the token, so that the rest counts once. [any thread]
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::mailgun

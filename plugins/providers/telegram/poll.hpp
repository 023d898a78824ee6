#pragma once
#include <herald/sdk.hpp>

namespace herald::telegram {

/// Op `poll`: getUpdates from the cursor on. The cursor is `<bot>:<offset>`, so that another bot's token in
/// the channel begins anew. [any thread] Source: core.telegram.org/bots/api#getupdates.
sdk::Reply plan_poll(const sdk::Call& call);

/// Everything that the updates say, and the cursor behind the last one. [any thread]
sdk::Reply judge_poll(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::telegram

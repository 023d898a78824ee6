#pragma once
#include <herald/sdk.hpp>

namespace herald::twilio {

/// Op `fetch_media`: asks for the medium behind a MediaUrl with the account's credentials, and follows the
/// answer once, without them, to where Twilio keeps the bytes. [any thread]
/// Source: twilio.com/docs/messaging/api/media-resource; help.twilio.com, 223183748.
sdk::Reply plan_fetch(const sdk::Call& call);
sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::twilio

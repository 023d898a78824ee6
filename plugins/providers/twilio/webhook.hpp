#pragma once
#include <herald/sdk.hpp>

namespace herald::twilio {

/// Op `webhook`: verifies a status callback or an inbound message and tells what it says. [any thread]
/// Source: twilio.com/docs/messaging/guides/webhook-request, …/track-outbound-message-status.
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::twilio

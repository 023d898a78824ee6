#pragma once
#include <herald/sdk.hpp>

namespace herald::twilio {

/// Op `send`: the request that creates the message, or the verdict that it cannot be made. [any thread]
/// Source: twilio.com/docs/messaging/api/message-resource.
sdk::Reply plan_send(const sdk::Call& call);

/// Op `test_account`: a request that reads something and changes nothing. [any thread]
sdk::Reply plan_test(const sdk::Call& call);

}  // namespace herald::twilio

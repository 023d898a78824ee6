#pragma once
#include <herald/sdk.hpp>

namespace herald::sendgrid {

/// Op `send`: the request that hands the e-mail over, or the verdict that it cannot be made. [any thread]
/// Source: twilio.com/docs/sendgrid/api-reference/mail-send/mail-send.
sdk::Reply plan_send(const sdk::Call& call);

/// Op `test_account`: an e-mail to the sender himself in sandbox mode, which is only validated. [any thread]
sdk::Reply plan_test(const sdk::Call& call);

}  // namespace herald::sendgrid

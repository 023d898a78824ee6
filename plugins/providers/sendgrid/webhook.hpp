#pragma once
#include <herald/sdk.hpp>

namespace herald::sendgrid {

/// Op `webhook`: verifies a batch of events or a parsed inbound e-mail and tells what it says. [any thread]
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::sendgrid

#pragma once
#include "host/domain/ledger.hpp"

namespace herald::intake {

/// When the message of a request would be sent: now, or when it is scheduled for.
Instant sending_time(const domain::AcceptRequest& request, Instant now);

/// What a policy decided becomes part of the request: REJECTED with its reason, class `blocked`, or HELD
/// until then. Pure. [any thread]
void apply_policy(domain::AcceptRequest& request, const domain::PolicyVerdict& verdict);

}  // namespace herald::intake

#pragma once
#include "host/api/messages.hpp"

namespace herald::api {

/// What send policies make of the request. Errors: Unavailable/"policy_unavailable". [any thread, blocks]
Result<Done> judge(const MessagePorts& ports, domain::AcceptRequest& request);

/// Accepts it. Errors: those of Ledger::accept(); Unavailable/"outcome_unknown". [any thread, blocks]
Result<domain::Accepted> commit(const MessagePorts& ports, domain::AcceptRequest request);

}  // namespace herald::api

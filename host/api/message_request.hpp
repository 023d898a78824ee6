#pragma once
#include "host/api/messages.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// The message that a body of POST /communication/messages asks for, decided on by intake: ready to be
/// accepted, but for origin and idempotency. Invalid/"invalid_body" with all problems,
/// Unavailable/"provider_inactive". [any thread]
Result<domain::AcceptRequest> compose_request(const MessagePorts& ports, const domain::TenantId& tenant,
                                              const json::Document& body);

}  // namespace herald::api

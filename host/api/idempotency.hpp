#pragma once
#include <optional>
#include <string>

#include "host/api/means.hpp"
#include "host/base/result.hpp"
#include "host/domain/ports.hpp"
#include "host/http/message.hpp"

namespace herald::api {

/// The claim of a request's Idempotency-Key, good for 24 h; nothing when there is no such header.
/// Invalid/"invalid_idempotency_key" unless it is 1–255 printable ASCII characters, sent once.
Result<std::optional<domain::IdempotencyClaim>> read_claim(const http::Request& request, const Means& means);

/// What an earlier request with this key was answered, if there was one. To be asked when a request is
/// refused before it reaches the ledger: a repeat is answered alike although time or configuration has moved
/// on, and only refusals pay for the look-up (the ledger itself looks before it accepts).
/// Mismatch/"idempotency_mismatch".
Result<std::optional<domain::KeptAnswer>> recall(const std::optional<domain::IdempotencyClaim>& claim,
                                                 const domain::TenantId& tenant, const Means& means);
/// The answer that is kept, or nothing where it is too long for the row that keeps it.
std::string keepable(const std::string& response);

}  // namespace herald::api

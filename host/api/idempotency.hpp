#pragma once
#include <optional>

#include "host/api/means.hpp"
#include "host/base/result.hpp"
#include "host/domain/ports.hpp"
#include "host/http/message.hpp"

namespace herald::api {

/// The claim of a request's Idempotency-Key, good for 24 h; nothing when there is no such header.
/// Invalid/"invalid_idempotency_key" unless it is 1–255 printable ASCII characters, sent once.
Result<std::optional<domain::IdempotencyClaim>> read_claim(const http::Request& request, const Means& means);

}  // namespace herald::api

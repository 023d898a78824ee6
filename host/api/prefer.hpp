#pragma once
#include <chrono>
#include <optional>

#include "host/http/message.hpp"

namespace herald::api {

/// Nobody is kept waiting longer, whatever was preferred.
inline constexpr std::chrono::seconds kLongestWait{30};

/// `Prefer: wait=N` (RFC 7240): how long the client would wait for the outcome, at most kLongestWait. Nothing
/// when it was not sent, is 0 or no whole number: a preference that is not understood is ignored. [any
/// thread]
std::optional<std::chrono::seconds> preferred_wait(const http::Request& request);

}  // namespace herald::api

#pragma once
#include <chrono>
#include <string>

#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::http {

/// Sends one request to a server on a local socket and waits for its answer. Uses method_text, target,
/// headers and body. Fails with Unavailable (`server_away`: nobody listens, or the answer was cut short) or
/// Timeout. [any thread]
Result<Response> call_unix(const std::string& path, const Request& request,
                           std::chrono::milliseconds timeout = std::chrono::seconds{30});

}  // namespace herald::http

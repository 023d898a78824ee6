#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::api {

/// The HTTP status of a kind of error: the one place where both meet.
int status_of(Errc code);
/// True where the same request may succeed later without a change.
bool retryable(Errc code);

/// The problem document of an error: code, detail, errors, request_id, retryable; Retry-After and
/// WWW-Authenticate where they belong.
http::Response render_problem(const Error& error, const http::Request& request);
/// 405 with Allow.
http::Response method_not_allowed(std::string allow, const http::Request& request);

/// Invalid/"invalid_body", as json::Fields reports it, for problems gathered in several places.
Error invalid_body(std::vector<Problem> problems);
/// NotFound/"unknown_<what>".
Error not_found(std::string_view what);

}  // namespace herald::api

#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::http {

/// A problem document (RFC 9457); `type` becomes `urn:herald:problem:<code>`. [value]
struct ProblemDetails {
  int status{500};
  std::string code{"internal"};  ///< stable machine code, snake_case
  std::string title;             ///< empty: the status code's phrase
  std::string detail;            ///< fit for the client; empty: left out
  std::vector<Problem> errors;   ///< empty: left out
  std::string request_id;
  bool retryable{false};  ///< the same request may succeed later
  std::optional<std::chrono::seconds> retry_after;
};

/// The document's JSON text; bytes that are not UTF-8 are replaced.
std::string to_json(const ProblemDetails& problem);
/// The answer: `application/problem+json`, with Retry-After when given.
Response to_response(const ProblemDetails& problem);

}  // namespace herald::http

#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace herald::sendgrid {

/// The first error of an answer. [value]
struct ApiError {
  std::string message{};
  std::string field{};
  bool operator==(const ApiError&) const = default;
};

/// Nothing (empty members) for HTML, an empty body, or JSON of another form. [any thread]
ApiError read_error(std::string_view body);

/// Milliseconds to wait that Retry-After or else X-RateLimit-Reset (UNIX seconds) asks for, at most five
/// minutes; nothing when neither can be read. The host adds jitter. [any thread]
std::optional<std::int64_t> asked_wait_ms(std::string_view headers_json, std::int64_t now_ms);

/// The verdict on the answer to plan_send's request. [any thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::sendgrid

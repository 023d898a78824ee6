#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/verdict.hpp"

namespace herald::twilio {

/// Twilio's error object of either form. [value]
struct ApiError {
  int code{0};  ///< 0 when the body names none
  std::string message{};
};

/// The error in a body; code 0 for HTML, nothing, or JSON without a code. [any thread]
ApiError read_error(std::string_view body);

/// Milliseconds that Retry-After asks to wait, from seconds or an HTTP date (RFC 9110 §10.2.3), at most a
/// day; nothing when there is none or it cannot be read. [any thread]
std::optional<std::int64_t> retry_after_ms(std::string_view headers_json, std::int64_t now_ms);

/// What an answer other than 2xx says. [any thread]
struct Failed {
  sdk::HttpResponse response{};
  std::int64_t now_ms{};
  std::vector<std::string> secrets{};  ///< never repeated in the verdict
};

/// The verdict of a failed request that may have created something (`commits`). [any thread]
sdk::Reply judge_failed_create(const Failed& failed);

/// The verdict of a failed request that only read: nothing is ever unknown. [any thread]
sdk::Reply judge_failed_read(const Failed& failed);

}  // namespace herald::twilio

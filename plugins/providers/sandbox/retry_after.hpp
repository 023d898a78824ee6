#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace sandbox {

/// Milliseconds from `now_ms` (since 1970 UTC) that a Retry-After header asks to wait: seconds, or a
/// date in the form `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 sections 10.2.3 and 5.6.7). A date in
/// the past is 0; nothing for any other text. [any thread]
std::optional<std::int64_t> retry_after_ms(std::string_view value, std::int64_t now_ms);

}  // namespace sandbox

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::provider {

/// Milliseconds since 1970 of `2024-05-17 10:20:30` or `2024-05-17T10:20:30.000Z`, both UTC; nothing for
/// other text. A fraction of a second is left out. [any thread] Source: ISO 8601.
std::optional<std::int64_t> utc_ms(std::string_view text);

/// `2024-05-17T10:20:30Z` of milliseconds since 1970, for years 1970 to 9999. [any thread]
std::string utc_text(std::int64_t ms);

}  // namespace herald::provider

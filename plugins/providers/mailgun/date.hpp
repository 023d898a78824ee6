#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::mailgun {

/// The time as Mailgun takes it: `Fri, 17 May 2024 10:20:30 +0000`. [any thread] Source: RFC 2822 §3.3.
std::string mail_date(std::int64_t ms);

/// Milliseconds from `now_ms` until the time that an error names as in `try again after Mon, 20 Dec 2021
/// 20:33:21 UTC`: 0 for a past one, at most a day; nothing when the text names none. [any thread]
std::optional<std::int64_t> wait_in_text(std::string_view message, std::int64_t now_ms);

}  // namespace herald::mailgun

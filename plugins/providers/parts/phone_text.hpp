#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// Number of characters (Unicode code points) of UTF-8 text. [any thread]
std::size_t code_points(std::string_view utf8);

/// True for ASCII digits only; true for nothing at all. [any thread]
bool all_digits(std::string_view text);

/// `+`, a digit from 1, and 1 to 14 digits more (ITU-T E.164). [any thread]
bool is_e164(std::string_view address);

/// A decimal number in millionths, exactly, rounded half away from zero at the seventh decimal; nothing for
/// other text or more than 12 digits before the point. [any thread]
std::optional<std::int64_t> micros(std::string_view decimal);

/// Text of a stranger made fit for storage: `secrets` and telephone numbers (7 digits and more, with plus or
/// without, that are no part of a word) replaced, cut to 300 bytes at a character. [any thread]
std::string redacted_numbers(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace herald::provider

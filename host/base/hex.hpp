#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace herald {

/// Two lower-case digits per byte.
std::string to_hex(std::string_view bytes);
/// Reads to_hex() output, either case; nothing for odd length or another character.
std::optional<std::string> from_hex(std::string_view text);

}  // namespace herald

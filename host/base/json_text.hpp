#pragma once
#include <string>
#include <string_view>

namespace herald {

/// Appends `text` as a JSON string (RFC 8259), quotes included. A byte that is not valid UTF-8 becomes
/// U+FFFD, so the result is always valid JSON. [any thread]
void append_json(std::string& out, std::string_view text);
/// The same as a new string.
std::string quote_json(std::string_view text);
/// Whether every byte is part of valid UTF-8. [any thread]
bool is_utf8(std::string_view text);

}  // namespace herald

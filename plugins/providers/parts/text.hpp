#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// Letters of ASCII in lower case, all else as it is. [any thread]
std::string lower(std::string_view text);

/// True for text of bytes below 0x80. [any thread]
bool is_ascii(std::string_view text);

/// True when it holds CR, LF or NUL, which would end a header line. [any thread]
bool breaks_line(std::string_view text);

/// Without blanks, tabs and line ends at both ends. [any thread]
std::string_view trimmed(std::string_view text);

/// At most `most` bytes, cut at a character of UTF-8. [any thread]
std::string cut(std::string_view text, std::size_t most);

/// True for ASCII text of one line, which may stand in a header. [any thread]
bool is_header_text(std::string_view text);

/// A base URL without slashes at its end. [any thread]
std::string without_slashes(std::string_view url);

/// An http or https URL of 10 to 2000 printable ASCII characters without blanks: what providers fetch files
/// by. [any thread]
bool is_web_url(std::string_view text);

/// `secrets` replaced by `[secret]`; empty ones count for nothing. [any thread]
std::string without_secrets(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace herald::provider

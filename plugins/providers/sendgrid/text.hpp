#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::sendgrid {

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

/// Text of a stranger made fit for storage: `secrets` and e-mail addresses replaced, cut to 300 bytes. [any
/// thread]
std::string redacted(std::string_view text, const std::vector<std::string>& secrets);

/// Header text beyond ASCII as encoded words of RFC 2047 (UTF-8, Q); ASCII as it is. [any thread]
std::string encoded_words(std::string_view utf8);

/// The text in UTF-8, converted from ISO-8859-1 or windows-1252 where `charset` names one of them; text of
/// another charset as it is. [any thread]
std::string to_utf8(std::string_view text, std::string_view charset);

}  // namespace herald::sendgrid

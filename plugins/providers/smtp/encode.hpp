#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace herald::smtp {

/// Quoted-printable (RFC 2045 §6.7) of a text whose lines end in LF or CRLF: lines of at most 76 characters,
/// CRLF between them. [any thread]
std::string quoted_printable(std::string_view text);

/// A text of a header field: as it is when it is short printable ASCII, else encoded words (RFC 2047, UTF-8,
/// Q) that are folded by CRLF and a blank; `used` characters stand on its first line already. [any thread]
std::string header_text(std::string_view text, std::size_t used);

/// A name before an address: an atom, a quoted string or encoded words.
std::string display_name(std::string_view name, std::size_t used);

/// A parameter of a header field, folded before it: `;` CRLF blank `name="value"`, or where the value is long
/// or not plain ASCII the continuations of RFC 2231 in UTF-8 (`name*0*=UTF-8''…`), each on a line.
std::string parameter(std::string_view name, std::string_view value);

/// xtext of RFC 3461 §4: what could be mistaken in a command as `+XX`.
std::string xtext(std::string_view text);

/// The line ends of the text as CRLF.
std::string with_crlf(std::string_view text);

/// Whether the text can travel as it is: lines of at most 998 bytes, no NUL, no CR but before LF.
bool has_plain_lines(std::string_view text);

/// Dots at the beginning of lines doubled (RFC 5321 §4.5.2).
std::string dot_stuffed(std::string_view text);

/// RFC 5322 §3.3 in UTC, such as "Mon, 23 Nov 2026 10:15:00 +0000".
std::string date_text(std::int64_t now_ms);

}  // namespace herald::smtp

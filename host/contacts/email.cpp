#include <algorithm>

#include "host/contacts/spellings.hpp"

namespace herald::contacts {
namespace {

// RFC 5321 §4.5.3.1, in octets.
constexpr std::size_t kMaxLocal = 64;
constexpr std::size_t kMaxDomain = 255;
constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxAddress = 254;  ///< a path has 256 with its angle brackets

bool letter_or_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
/// A byte of a Unicode character; the parser in front has checked that the text is UTF-8.
bool beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool atom_character(char c) {
  return letter_or_digit(c) || beyond_ascii(c) ||
         std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}
bool printable(char c) { return (c >= 0x20 && c < 0x7f) || beyond_ascii(c); }

/// Words of atom characters joined by single dots.
bool dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [](char c) { return c == '.' || atom_character(c); });
}

/// `"…"` with quotes and backslashes inside escaped.
bool quoted_string(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  const std::string_view inner = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (!printable(inner[i]) || inner[i] == '"') return false;
    if (inner[i] != '\\') continue;
    ++i;
    if (i == inner.size() || !printable(inner[i])) return false;
  }
  return true;
}

bool label(std::string_view text) {
  if (text.empty() || text.size() > kMaxLabel || text.front() == '-' || text.back() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return c == '-' || letter_or_digit(c) || beyond_ascii(c); });
}

/// Dot-joined labels; the last one is no number, which rules addresses such as 10.0.0.1 out.
bool domain_name(std::string_view text) {
  std::string_view last;
  for (bool more = true; more;) {
    const auto dot = text.find('.');
    last = text.substr(0, dot);
    if (!label(last)) return false;
    more = dot != std::string_view::npos;
    if (more) text.remove_prefix(dot + 1);
  }
  return !std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<std::string> normalise_email(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return invalid_address("expected an e-mail address with an @");
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  if (local.size() > kMaxLocal) return invalid_address("expected at most 64 bytes before the @");
  if (domain.size() > kMaxDomain) return invalid_address("expected at most 255 bytes after the @");
  if (text.size() > kMaxAddress) return invalid_address("expected at most 254 bytes in all");
  if (!dot_atom(local) && !quoted_string(local)) {
    return invalid_address("expected a plain e-mail address: the part before the @ is malformed");
  }
  if (!domain_name(domain)) return invalid_address("expected a domain name after the @");
  return std::string{local} + "@" + lower_ascii(domain);
}

}  // namespace herald::contacts

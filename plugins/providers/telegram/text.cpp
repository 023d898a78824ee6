#include "plugins/providers/telegram/text.hpp"

#include <algorithm>

namespace herald::telegram {
namespace {

constexpr std::size_t kTextBytes = 300;
constexpr std::size_t kLongestEntity = 10;  ///< `&#1114111;`

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Units that this byte begins: a character beyond the basic plane has four bytes and two units.
std::size_t units_of(char c) {
  if (continuation(c)) return 0;
  return static_cast<unsigned char>(c) >= 0xF0U ? 2 : 1;
}

/// Where the tag or the entity that begins at `at` ends; `at` when none does.
std::size_t end_of_markup(std::string_view html, std::size_t at) {
  const char last = html[at] == '<' ? '>' : ';';
  const std::size_t end = html.find(last, at);
  if (end == std::string_view::npos || (last == ';' && end - at > kLongestEntity)) return at;
  return end;
}

}  // namespace

std::size_t utf16_units(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) units += units_of(c);
  return units;
}

std::size_t visible_units(std::string_view html) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < html.size(); ++at) {
    const bool markup = html[at] == '<' || html[at] == '&';
    const std::size_t end = markup ? end_of_markup(html, at) : at;
    if (end == at || html[at] == '&') units += units_of(html[at]);
    at = end;
  }
  return units;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos; }

bool is_chat_id(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), digit);
}

bool is_username(std::string_view text) {
  if (!text.starts_with('@') || text.size() < 6 || text.size() > 33) return false;
  text.remove_prefix(1);
  return std::all_of(text.begin(), text.end(), [](char c) { return digit(c) || letter(c) || c == '_'; });
}

std::string redacted(std::string_view text, const std::vector<std::string>& secrets) {
  constexpr std::string_view kInstead = "[secret]";
  std::string out(text);
  for (const std::string& secret : secrets)
    for (std::size_t at = secret.empty() ? std::string::npos : out.find(secret); at != std::string::npos;
         at = out.find(secret, at + kInstead.size()))
      out.replace(at, secret.size(), kInstead);
  if (out.size() <= kTextBytes) return out;
  std::size_t end = kTextBytes;
  while (end > 0 && continuation(out[end])) --end;
  out.resize(end);
  return out;
}

}  // namespace herald::telegram

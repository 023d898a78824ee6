#include "plugins/providers/sendgrid/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace herald::sendgrid {
namespace {

constexpr std::size_t kTextBytes = 300;

/// Unicode of the bytes 0x80 to 0x9F in windows-1252; 0 where it has none.
constexpr std::array<std::uint16_t, 32> kWindows{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

bool ends_address(char c) {
  return std::string_view{" \t\r\n<>()[]\"',;:"}.find(c) != std::string_view::npos;
}

std::string without_addresses(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto first = std::find_if_not(text.begin(), text.end(), ends_address);
    const auto last = std::find_if(first, text.end(), ends_address);
    const std::string_view word{first, last};
    out.append(text.begin(), first);
    out += word.find('@') == std::string_view::npos ? word : std::string_view{"[address]"};
    text.remove_prefix(static_cast<std::size_t>(last - text.begin()));
  }
  return out;
}

void add_code_point(std::uint32_t point, std::string& out) {
  const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0U | (point >> 6U));
  } else {
    byte(0xE0U | (point >> 12U));
    byte(0x80U | ((point >> 6U) & 0x3FU));
  }
  byte(0x80U | (point & 0x3FU));
}

/// One byte of an encoded word.
std::string q_encoded(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  if (plain) return {c};
  if (c == ' ') return "_";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool breaks_line(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && continuation(text[most])) --most;
  return std::string(text.substr(0, most));
}

std::string redacted(std::string_view text, const std::vector<std::string>& secrets) {
  std::string out(text);
  for (const std::string& secret : secrets) replace_all(out, secret, "[secret]");
  return cut(without_addresses(out), kTextBytes);
}

std::string encoded_words(std::string_view utf8) {
  constexpr std::string_view kOpen = "=?UTF-8?Q?";
  constexpr std::size_t kWord = 75;  // RFC 2047 §2
  if (is_ascii(utf8)) return std::string(utf8);
  std::string out(kOpen);
  std::size_t length = kOpen.size();
  while (!utf8.empty()) {
    std::size_t size = 1;
    while (size < utf8.size() && continuation(utf8[size])) ++size;
    std::string character;
    for (const char c : utf8.substr(0, size)) character += q_encoded(c);
    if (length + character.size() + 2 > kWord) {
      out.append("?= ").append(kOpen);
      length = kOpen.size();
    }
    out += character;
    length += character.size();
    utf8.remove_prefix(size);
  }
  return out + "?=";
}

std::string to_utf8(std::string_view text, std::string_view charset) {
  const std::string name = lower(charset);
  const bool windows = name == "windows-1252" || name == "cp1252";
  if (!windows && name != "iso-8859-1" && name != "latin1") return std::string(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool special = windows && byte >= 0x80 && byte < 0xA0 && kWindows[byte - 0x80U] != 0;
    add_code_point(special ? kWindows[byte - 0x80U] : byte, out);
  }
  return out;
}

}  // namespace herald::sendgrid

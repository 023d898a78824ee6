#include "plugins/providers/parts/mail_text.hpp"

#include <algorithm>

#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

constexpr std::size_t kTextBytes = 300;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

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

std::string redacted(std::string_view text, const std::vector<std::string>& secrets) {
  return cut(without_addresses(without_secrets(text, secrets)), kTextBytes);
}

std::string encoded_words(std::string_view utf8) {
  constexpr std::string_view kOpen = "=?UTF-8?Q?";
  constexpr std::size_t kWord = 75;  // RFC 2047 §2
  if (is_ascii(utf8)) return std::string(utf8);
  std::string out(kOpen);
  std::size_t length = kOpen.size();
  while (!utf8.empty()) {
    std::size_t size = 1;
    while (size < utf8.size() && continues(utf8[size])) ++size;
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

}  // namespace herald::provider

#include "plugins/providers/parts/phone_text.hpp"

#include <algorithm>

#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

constexpr std::size_t kPhoneTextBytes = 300;
constexpr std::size_t kShortestNumber = 7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool of_word(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool follows(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string without_numbers(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && of_word(text[end])) ++end;
    const std::string_view word = text.substr(i, end - i);
    if (word.size() >= kShortestNumber && all_digits(word)) {
      if (out.ends_with('+')) out.pop_back();
      out += "[number]";
    } else {
      out += word;
    }
    if (end < text.size()) out += text[end];
    i = end + 1;
  }
  return out;
}

}  // namespace

std::size_t code_points(std::string_view utf8) {
  return utf8.size() - static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), follows));
}

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

bool is_e164(std::string_view address) {
  if (address.size() < 3 || address.size() > 16 || address[0] != '+' || address[1] == '0') return false;
  return all_digits(address.substr(1));
}

std::optional<std::int64_t> micros(std::string_view decimal) {
  const bool negative = !decimal.empty() && decimal.front() == '-';
  if (negative) decimal.remove_prefix(1);
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  const std::string_view whole = decimal.substr(0, point);
  std::string fraction(point < decimal.size() ? decimal.substr(point + 1) : std::string_view{});
  if (whole.empty() || whole.size() > 12 || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  fraction.resize(std::max<std::size_t>(fraction.size(), 7), '0');
  std::int64_t value = 0;
  for (const char c : std::string(whole) + fraction.substr(0, 6)) value = value * 10 + (c - '0');
  if (fraction[6] >= '5') ++value;
  return negative ? -value : value;
}

std::string redacted_numbers(std::string_view text, const std::vector<std::string>& secrets) {
  return cut(without_numbers(without_secrets(text, secrets)), kPhoneTextBytes);
}

}  // namespace herald::provider

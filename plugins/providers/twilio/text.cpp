#include "plugins/providers/twilio/text.hpp"

#include <algorithm>
#include <cctype>

namespace herald::twilio {
namespace {

constexpr std::size_t kTextBytes = 300;
constexpr std::size_t kShortestNumber = 6;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), digit); }
bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

std::string without_numbers(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text[i] == '+')
      while (end < text.size() && digit(text[end])) ++end;
    if (end - i > kShortestNumber)
      out += "[number]";
    else
      out += text.substr(i, end - i);
    i = end;
  }
  return out;
}

}  // namespace

std::size_t code_points(std::string_view utf8) {
  return utf8.size() - static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), continuation));
}

bool is_e164(std::string_view address) {
  if (address.size() < 3 || address.size() > 16 || address[0] != '+' || address[1] == '0') return false;
  return all_digits(address.substr(1));
}

bool is_sid(std::string_view text, std::string_view prefix) {
  if (text.size() != prefix.size() + 32 || text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return std::all_of(text.begin(), text.end(), [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_sender(std::string_view text) {
  if (is_e164(text)) return true;
  if (text.size() >= 3 && text.size() <= 8 && all_digits(text)) return true;
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return printable && text.size() <= 11 && std::any_of(text.begin(), text.end(), letter);
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

Wish keyword_wish(std::string_view body) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = body.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return Wish::None;
  std::string word(body.substr(first, body.find_last_not_of(kBlanks) - first + 1));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  for (const std::string_view out :
       {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
    if (word == out) return Wish::OptOut;
  for (const std::string_view in : {"START", "YES", "UNSTOP"})
    if (word == in) return Wish::OptIn;
  return Wish::None;
}

std::string redacted(std::string_view text, const std::vector<std::string>& secrets) {
  std::string out(text);
  for (const std::string& secret : secrets) replace_all(out, secret, "[secret]");
  out = without_numbers(out);
  if (out.size() <= kTextBytes) return out;
  std::size_t end = kTextBytes;
  while (end > 0 && continuation(out[end])) --end;
  out.resize(end);
  return out;
}

}  // namespace herald::twilio

#include "plugins/providers/smtp/address.hpp"

#include <algorithm>

namespace herald::smtp {
namespace {

constexpr std::size_t kLongestAddress = 254;
constexpr std::size_t kLongestLocal = 64;
constexpr std::size_t kLongestLabel = 63;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_atom(std::string_view part) {
  return !part.empty() && std::ranges::all_of(part, [](char c) {
    return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
  });
}

bool is_label(std::string_view part) {
  return !part.empty() && part.size() <= kLongestLabel && part.front() != '-' && part.back() != '-' &&
         std::ranges::all_of(part, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

template <class F>
bool each_part(std::string_view text, F&& fits) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!fits(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > kLongestLocal || text.size() > kLongestAddress)
    return false;
  return each_part(text.substr(0, at), is_atom) && each_part(text.substr(at + 1), is_label);
}

bool is_wide(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

Mailbox read_mailbox(std::string_view text) {
  const std::size_t open = text.rfind('<');
  if (open == std::string_view::npos || !trimmed(text).ends_with('>'))
    return {std::string{trimmed(text)}, {}};
  const std::size_t close = text.rfind('>');
  std::string_view name = trimmed(text.substr(0, open));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return {std::string{trimmed(text.substr(open + 1, close - open - 1))}, std::string{name}};
}

std::string domain_of(std::string_view email) { return std::string{email.substr(email.rfind('@') + 1)}; }

}  // namespace herald::smtp

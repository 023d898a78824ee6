#include <algorithm>
#include <charconv>
#include <cstdint>

#include "host/contacts/spellings.hpp"

namespace herald::contacts {
namespace {

constexpr std::size_t kMinUsername = 5;
constexpr std::size_t kMaxUsername = 32;

bool username_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// Usernames are case-insensitive (https://core.telegram.org/method/account.checkUsername).
Result<std::string> username(std::string_view text) {
  std::string name = lower_ascii(text);
  const bool starts_well = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  if (name.size() < kMinUsername || name.size() > kMaxUsername || !starts_well ||
      !std::ranges::all_of(name, username_character)) {
    return invalid_address(
        "expected a Telegram username: @ and 5 to 32 letters, digits or _, beginning with a letter");
  }
  return "@" + name;
}

}  // namespace

Result<std::string> normalise_telegram(std::string_view text) {
  if (text.starts_with('@')) return username(text.substr(1));
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id == 0) {
    return invalid_address("expected a Telegram chat id (a whole number) or @username");
  }
  return std::to_string(id);
}

}  // namespace herald::contacts

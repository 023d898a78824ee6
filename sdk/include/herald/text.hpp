#pragma once
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Small text steps that most HTTP providers need.
namespace herald::sdk {

/// Two lower-case digits per byte.
inline std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

/// Reads hex digits of either case; nothing for odd length or another character.
inline std::optional<std::string> from_hex(std::string_view text) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const int high = digit(text[at]);
    const int low = digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

/// Percent-encodes all but RFC 3986 unreserved characters. Right for path segments, query and form values.
inline std::string percent_encode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

/// Reads percent-encoding; a `%` without two digits stays as it is. `plus` says whether `+` means a space
/// (forms).
enum class Plus : unsigned char { Literal, Space };
inline std::string percent_decode(std::string_view text, Plus plus = Plus::Space) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = text[at] == '%' ? from_hex(text.substr(at + 1, 2)) : std::nullopt;
    if (byte && byte->size() == 1) {
      out += *byte;
      at += 2;
    } else {
      out += text[at] == '+' && plus == Plus::Space ? ' ' : text[at];
    }
  }
  return out;
}

/// The value of `name` in a list such as `t=1732357000,v1=ab12`; empty when absent.
inline std::string_view parameter(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
      return one.substr(name.size() + 1);
    list.remove_prefix(std::min(list.size(), one.size() + 1));
  }
  return {};
}

/// Decimal digits and nothing else, at most 18 of them.
inline std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    if (text.size() <= 18) value = value * 10 + (c - '0');
  }
  return text.empty() || text.size() > 18 ? std::nullopt : std::optional{value};
}

/// True when both texts are equal but for the case of ASCII letters: names of headers, media types.
inline bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

namespace detail {

/// Milliseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
inline std::optional<std::int64_t> http_date_ms(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(25) != " GMT" || text[3] != ',') return std::nullopt;
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = whole_number(text.substr(5, 2)), year = whole_number(text.substr(12, 4));
  const auto hour = whole_number(text.substr(17, 2)), minute = whole_number(text.substr(20, 2)),
             second = whole_number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{static_cast<int>(*year)},
      std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::milliseconds days = std::chrono::sys_days{date}.time_since_epoch();
  return days.count() + ((*hour * 60 + *minute) * 60 + *second) * 1000;
}

}  // namespace detail

/// Milliseconds from `now_ms` that the value of Retry-After asks to wait: seconds, or an HTTP date (RFC 9110
/// §10.2.3). A past date is 0, more than a day is a day; nothing for any other text.
inline std::optional<std::int64_t> retry_after_ms(std::string_view value, std::int64_t now_ms) {
  constexpr std::int64_t kLongestMs = 86'400'000;
  if (const auto seconds = whole_number(value)) return std::min(*seconds, kLongestMs / 1000) * 1000;
  if (const auto date = detail::http_date_ms(value))
    return std::clamp<std::int64_t>(*date - now_ms, 0, kLongestMs);
  return std::nullopt;
}

}  // namespace herald::sdk

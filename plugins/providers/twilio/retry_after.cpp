#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

#include "plugins/providers/twilio/http_answer.hpp"

namespace herald::twilio {
namespace {

constexpr std::int64_t kLongestMs = 86'400'000;

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string header(std::string_view headers_json, std::string_view name) {
  const auto list = nlohmann::json::parse(headers_json, nullptr, false);
  if (!list.is_array()) return {};
  for (const auto& pair : list)
    if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string() &&
        same_name(pair[0].get_ref<const std::string&>(), name))
      return pair[1].get<std::string>();
  return {};
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

/// Milliseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
std::optional<std::int64_t> http_date_ms(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(25) != " GMT" || text[3] != ',') return std::nullopt;
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const std::chrono::milliseconds days = std::chrono::sys_days{date}.time_since_epoch();
  return days.count() + ((*hour * 60LL + *minute) * 60 + *second) * 1000;
}

}  // namespace

std::optional<std::int64_t> retry_after_ms(std::string_view headers_json, std::int64_t now_ms) {
  const std::string value = header(headers_json, "Retry-After");
  if (const auto seconds = number(value)) return std::min<std::int64_t>(*seconds * 1000LL, kLongestMs);
  if (const auto date = http_date_ms(value)) return std::clamp<std::int64_t>(*date - now_ms, 0, kLongestMs);
  return std::nullopt;
}

}  // namespace herald::twilio

#include "plugins/providers/parts/utc_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <herald/text.hpp>

namespace herald::provider {
namespace {

bool utc_ending(std::string_view rest) {
  if (rest.starts_with('.'))
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  return rest.empty() || rest == "Z" || rest == "+00:00" || rest == " +0000" || rest == "+0000";
}

}  // namespace

std::optional<std::int64_t> utc_ms(std::string_view text) {
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' || (text[10] != ' ' && text[10] != 'T') ||
      text[13] != ':' || text[16] != ':' || !utc_ending(text.substr(19)))
    return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) {
    return sdk::whole_number(text.substr(at, size));
  };
  const auto year = part(0, 4), month = part(5, 2), day = part(8, 2);
  const auto hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::seconds days = std::chrono::sys_days{date}.time_since_epoch();
  return (days.count() + (*hour * 60 + *minute) * 60 + *second) * 1000;
}

std::string utc_text(std::int64_t ms) {
  const std::chrono::sys_seconds at{std::chrono::seconds{ms / 1000}};
  const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

}  // namespace herald::provider

#include "plugins/providers/mailgun/date.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <herald/text.hpp>

namespace herald::mailgun {

std::string mail_date(std::int64_t ms) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using namespace std::chrono;
  const sys_seconds at{floor<seconds>(milliseconds{ms})};
  const sys_days day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays.at(weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
                kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::optional<std::int64_t> wait_in_text(std::string_view message, std::int64_t now_ms) {
  constexpr std::string_view kBefore = "try again after ";
  constexpr std::size_t kDate = 25;  // up to the seconds
  const std::size_t at = message.find(kBefore);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = message.substr(at + kBefore.size());
  if (rest.size() < kDate) return std::nullopt;
  return sdk::retry_after_ms(std::string(rest.substr(0, kDate)) + " GMT", now_ms);
}

}  // namespace herald::mailgun

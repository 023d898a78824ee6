#include "host/base/clock.hpp"

#include <array>
#include <cstdio>

namespace herald {
namespace {

using std::chrono::milliseconds;

std::string format(Instant at, char separator, const char* suffix) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u%c%02d:%02d:%02d.%03d%s",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), separator, static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()), suffix);
  return text.data();
}

/// Reads fixed-width digits and literal characters from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_{text} {}

  int digits(std::size_t width) {
    if (rest_.size() < width) return fail();
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const char c = rest_[i];
      if (c < '0' || c > '9') return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  bool accept(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!accept(wanted)) fail();
  }
  /// Up to nine fraction digits as milliseconds; further precision is cut off.
  int fraction() {
    int value = 0;
    int count = 0;
    for (; count < 9 && !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++count) {
      if (count < 3) value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (count == 0) fail();
    for (; count < 3; ++count) value *= 10;
    return value;
  }
  [[nodiscard]] bool complete() const { return ok_ && rest_.empty(); }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }
  std::string_view rest_;
  bool ok_{true};
};

struct Parts {
  int year, month, day, hour, minute, second;
};

Parts read_parts(Scanner& in, bool rfc3339) {
  Parts p{};
  p.year = in.digits(4);
  in.expect('-');
  p.month = in.digits(2);
  in.expect('-');
  p.day = in.digits(2);
  if (!(rfc3339 && in.accept('t'))) in.expect(rfc3339 ? 'T' : ' ');
  p.hour = in.digits(2);
  in.expect(':');
  p.minute = in.digits(2);
  in.expect(':');
  p.second = in.digits(2);
  return p;
}

std::optional<Instant> assemble(const Parts& p, int millis, int offset_minutes) {
  const std::chrono::year_month_day date{std::chrono::year{p.year},
                                         std::chrono::month{static_cast<unsigned>(p.month)},
                                         std::chrono::day{static_cast<unsigned>(p.day)}};
  if (!date.ok() || p.hour > 23 || p.minute > 59 || p.second > 59) return std::nullopt;
  const Instant at = Instant{std::chrono::sys_days{date}} + std::chrono::hours{p.hour} +
                     std::chrono::minutes{p.minute - offset_minutes} + std::chrono::seconds{p.second} +
                     milliseconds{millis};
  // An offset can lead out of the years that four digits write, and such a text would not sort.
  const int year =
      static_cast<int>(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(at)}.year());
  if (year < 0 || year > 9999) return std::nullopt;
  return at;
}

}  // namespace

Instant SystemClock::now() const {
  return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}
Tick SystemClock::tick() const { return std::chrono::steady_clock::now(); }

std::string to_sql(Instant at) { return format(at, ' ', ""); }
std::string to_rfc3339(Instant at) { return format(at, 'T', "Z"); }

std::optional<Instant> from_sql(std::string_view text) {
  Scanner in{text};
  const Parts parts = read_parts(in, false);
  in.expect('.');
  const int millis = in.digits(3);
  if (!in.complete()) return std::nullopt;
  return assemble(parts, millis, 0);
}

std::optional<Instant> from_rfc3339(std::string_view text) {
  Scanner in{text};
  const Parts parts = read_parts(in, true);
  const int millis = in.accept('.') ? in.fraction() : 0;
  int offset = 0;
  if (!in.accept('Z') && !in.accept('z')) {
    const int sign = in.accept('-') ? -1 : 1;
    if (sign > 0) in.expect('+');
    const int hours = in.digits(2);
    in.expect(':');
    const int minutes = in.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset = sign * (hours * 60 + minutes);
  }
  if (!in.complete()) return std::nullopt;
  return assemble(parts, millis, offset);
}

}  // namespace herald

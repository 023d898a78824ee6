#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace herald {

/// A point of UTC wall-clock time, in milliseconds.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;
/// A point of this process's monotonic clock; never compared between two nodes.
using Tick = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

/// Source of both times. Tests and the simulator bring their own. [any thread]
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual Tick tick() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] Tick tick() const override;
};

/// `YYYY-MM-DD HH:MM:SS.mmm` in UTC: how both databases store times (sorts as text).
std::string to_sql(Instant at);
/// `YYYY-MM-DDTHH:MM:SS.mmmZ` (RFC 3339): how the API writes times.
std::string to_rfc3339(Instant at);
/// Reads what to_sql() wrote; nothing for any other text.
std::optional<Instant> from_sql(std::string_view text);
/// Reads RFC 3339 with `Z` or a numeric offset and 0–9 fraction digits; nothing when malformed.
std::optional<Instant> from_rfc3339(std::string_view text);

}  // namespace herald

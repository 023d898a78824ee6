#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"

namespace herald::telemetry {

/// Error: a human must act now. Warning: a human should look. Info: rare milestones. Debug: the rest.
enum class Level : std::uint8_t { Error, Warning, Info, Debug };

/// `error`, `warning`, `info` or `debug`; nothing for any other text.
std::optional<Level> level_of(std::string_view text);

/// One named value of a log line; borrows its texts for the duration of the call. [value]
struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  template <class T>
  Field(std::string_view field, const T& content) : name{field}, value{convert(content)} {}

 private:
  template <class T>
  static decltype(value) convert(const T& content) {
    if constexpr (std::same_as<T, bool>)
      return content;
    else if constexpr (std::integral<T>)
      return static_cast<std::int64_t>(content);
    else if constexpr (std::floating_point<T>)
      return static_cast<double>(content);
    else
      return std::string_view{content};
  }
};
using Fields = std::initializer_list<Field>;

/// Structured log: one JSON object per line, `{"at":…,"level":…,"event":…,<fields>}`. [any thread]
/// A line that cannot be written is dropped and counted; logging never fails its caller.
class Log final {
 public:
  /// Writes to standard error, or to `descriptor`, which stays the caller's. `clock` outlives the log.
  explicit Log(const Clock& clock, Level threshold = Level::Info, int descriptor = 2);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Appends to this file from now on; called again, it opens the file anew (after rotation).
  /// Fails with Invalid, and keeps the present target, when the file cannot be opened.
  Result<Done> to_file(const std::string& path);
  /// Shows this text as `***` wherever it occurs in a string value. Texts under 6 bytes are ignored: they
  /// would mangle innocent values.
  void redact(std::string secret);

  void error(std::string_view event, Fields fields = {}) { write(Level::Error, event, fields); }
  void warning(std::string_view event, Fields fields = {}) { write(Level::Warning, event, fields); }
  void info(std::string_view event, Fields fields = {}) { write(Level::Info, event, fields); }
  void debug(std::string_view event, Fields fields = {}) { write(Level::Debug, event, fields); }
  void write(Level level, std::string_view event, Fields fields);

  /// Lines dropped since the start.
  [[nodiscard]] std::uint64_t lost() const;

 private:
  [[nodiscard]] std::string redacted(std::string_view text) const;
  void append(std::string& line, const Field& field) const;

  const Clock& clock_;
  const Level threshold_;
  mutable std::shared_mutex secrets_mutex_;
  std::vector<std::string> secrets_;  ///< longest first, so that no part of a longer one survives
  mutable std::mutex output_mutex_;
  int descriptor_;
  bool owned_{false};
  std::uint64_t lost_{0};
};

}  // namespace herald::telemetry

#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace herald {

/// One known configuration key: the row is its manual.
struct SettingSpec {
  std::string_view key;
  std::string_view preset;  ///< value when nobody sets it
  std::string_view help;    ///< unit and consequence
};

/// The merged configuration of one process: file, then environment, then command line. [value]
class Settings {
 public:
  explicit Settings(std::span<const SettingSpec> known) : known_{known} {}

  /// Refuses an unknown key and names the nearest known one. `origin` says where it stood.
  Result<Done> set(std::string_view key, std::string_view value, std::string_view origin);
  /// Reads `key = value` lines; `#` and `!` begin comments. All complaints are reported together.
  Result<Done> read_properties(std::string_view text, std::string_view origin);
  /// Takes `HERALD_HTTP_LISTEN=…` as `http.listen`; unknown `HERALD_…` names are refused, but for those of
  /// clients (`HERALD_URL`, `_TENANT`, `_API_KEY`, `_PID`) and of tests (`HERALD_TEST_…`).
  Result<Done> read_environment(std::span<const std::string> environment);

  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] Result<std::int64_t> number(std::string_view key, std::int64_t least,
                                            std::int64_t most) const;
  [[nodiscard]] Result<bool> flag(std::string_view key) const;
  /// Values separated by `separator`, blanks trimmed, empty ones dropped.
  [[nodiscard]] std::vector<std::string> list(std::string_view key, char separator = ',') const;
  [[nodiscard]] bool given(std::string_view key) const;

 private:
  [[nodiscard]] const SettingSpec* find(std::string_view key) const;
  [[nodiscard]] std::string nearest(std::string_view key) const;
  std::span<const SettingSpec> known_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace herald

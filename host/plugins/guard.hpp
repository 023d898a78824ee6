#pragma once
#include <herald/abi.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::plugins {

/// What one reply may hold (sdk/README.md).
inline constexpr std::size_t kMostJson = std::size_t{1} << 20U;
inline constexpr std::size_t kMostBytes = std::size_t{32} << 20U;
inline constexpr std::size_t kMostReason = std::size_t{4} << 10U;

/// A herald_sink that collects up to `most` bytes and remembers being overrun, even if the plugin ignores it.
/// [one thread, one call]
class BoundedSink {
 public:
  explicit BoundedSink(std::size_t most)
      : most_{most}, table_{sizeof(herald_sink), 0, this, &BoundedSink::write} {}
  BoundedSink(const BoundedSink&) = delete;
  BoundedSink& operator=(const BoundedSink&) = delete;
  [[nodiscard]] const herald_sink* table() const { return &table_; }
  [[nodiscard]] bool overrun() const { return overrun_; }
  [[nodiscard]] std::size_t most() const { return most_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  static std::int32_t write(void* ctx, const char* data, std::uint64_t len) noexcept;
  std::size_t most_;
  std::string text_;
  bool overrun_{false};
  herald_sink table_;
};

/// A function of the plugin with its arguments bound; it gets the sink for its reason.
using PluginFunction = std::function<herald_status(const herald_sink* err)>;

/// Calls into a plugin: catches what its own guard let through and turns a status into an Error. `what` names
/// the function. The detail holds the plugin's words: redact it before it leaves the process. Errors:
/// Internal/"plugin_failed", "plugin_threw", "plugin_no_reason"; Invalid/"plugin_unsupported". [any thread]
Result<Done> guarded(std::string_view what, const PluginFunction& function);

}  // namespace herald::plugins

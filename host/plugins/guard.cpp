#include "host/plugins/guard.hpp"

#include <algorithm>
#include <exception>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

Error failed(std::string_view what, std::string_view reason, std::string_view text) {
  return {Errc::Internal, std::string{reason}, std::string{what}.append(": ").append(printable(text))};
}

}  // namespace

std::int32_t BoundedSink::write(void* ctx, const char* data, std::uint64_t len) noexcept {
  auto& self = *static_cast<BoundedSink*>(ctx);
  if (len == 0) return 0;
  try {
    // What still fits is kept: a long reason is worth its beginning.
    const std::uint64_t room = self.overrun_ || data == nullptr ? 0 : self.most_ - self.text_.size();
    self.text_.append(data, static_cast<std::size_t>(std::min(len, room)));
    if (len > room) self.overrun_ = true;
    return self.overrun_ ? 1 : 0;
  } catch (const std::exception&) {
    self.overrun_ = true;  // out of memory: refused like any other excess
    return 1;
  }
}

Result<Done> guarded(std::string_view what, const PluginFunction& function) {
  BoundedSink err{kMostReason};
  herald_status status = HERALD_FAILED;
  try {
    status = function(err.table());
  } catch (const std::exception& thrown) {
    return failed(what, "plugin_threw", std::string_view{thrown.what()}.substr(0, kMostReason));
  } catch (...) {
    return failed(what, "plugin_threw", "an exception that is not a std::exception");
  }
  if (status == HERALD_OK) return Done{};
  const std::string code = "status " + std::to_string(status);
  if (err.text().empty())
    return failed(what, "plugin_no_reason",
                  "expected a reason with " + code + ", found none: a defect of the plugin");
  if (status == HERALD_UNSUPPORTED)
    return Error{Errc::Invalid, "plugin_unsupported", std::string{what} + ": " + printable(err.text())};
  return failed(what, "plugin_failed", code + ", " + err.text());
}

}  // namespace herald::plugins

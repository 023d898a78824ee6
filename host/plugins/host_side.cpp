#include "host/plugins/host_side.hpp"

#include <cstring>
#include <exception>

namespace herald::plugins {
namespace {}  // namespace

HostSide::HostSide(PluginLog log)
    : log_{std::move(log)}, table_{sizeof(herald_host), HERALD_ABI_MINOR, this, &HostSide::find} {}

const void* HostSide::find(void*, const char* id) {
  static constexpr herald_log kLog{sizeof(herald_log), 0, &HostSide::write_log};
  if (id == nullptr) return nullptr;
  if (std::strcmp(id, HERALD_CRYPTO_1) == 0) return crypto_table();
  if (std::strcmp(id, HERALD_LOG_1) == 0) return &kLog;
  if (std::strcmp(id, HERALD_RECORDS_1) == 0) return records_table();
  return nullptr;
}

void HostSide::write_log(void* host, herald_call*, std::int32_t level, const herald_str* event,
                         const herald_str* fields) {
  const auto& self = *static_cast<const HostSide*>(host);
  if (!self.log_) return;
  try {
    self.log_(level, view(event), view(fields));
  } catch (const std::exception&) {
    // A line is lost; nothing may be thrown through the plugin.
    return;
  }
}

}  // namespace herald::plugins

#pragma once
#include <herald/abi.h>

#include <functional>
#include <string_view>

#include "host/base/random.hpp"
#include "host/domain/ids.hpp"

namespace herald::plugins {
class RecordReads;
}

/// What the opaque herald_call of the SDK is on this side: made anew for each call. [one thread, the call]
struct herald_call {
  const herald::domain::TenantId& tenant;
  herald::Random& random;
  herald::plugins::RecordReads* reads{nullptr};  ///< null where records may not be read
};

namespace herald::plugins {

/// Takes a line that a plugin logs: level (HERALD_LOG_…), event name, fields as JSON text. Called on lanes.
using PluginLog = std::function<void(int level, std::string_view event, std::string_view fields)>;

/// The table of herald.crypto/1. Static.
const herald_crypto* crypto_table();
/// The table of herald.records/1. Static.
const herald_records* records_table();

/// A plugin's text; empty for none. Lives as long as the call.
inline std::string_view view(const herald_str* text) {
  return text == nullptr || text->data == nullptr
             ? std::string_view{}
             : std::string_view{text->data, static_cast<std::size_t>(text->len)};
}

/// What a plugin gets handed in open(); outlives the instance. [any thread]
class HostSide {
 public:
  /// An empty `log` drops the lines.
  explicit HostSide(PluginLog log);
  HostSide(const HostSide&) = delete;
  HostSide& operator=(const HostSide&) = delete;
  [[nodiscard]] const herald_host* table() const { return &table_; }

 private:
  static const void* find(void* host, const char* id);
  static void write_log(void* host, herald_call* call, std::int32_t level, const herald_str* event,
                        const herald_str* fields);
  PluginLog log_;
  herald_host table_;
};

}  // namespace herald::plugins

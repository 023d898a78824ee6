#pragma once
#include <mutex>
#include <string>
#include <unordered_map>

#include "host/dispatch/breaker.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::dispatch {

/// Where the dispatcher shows what holds its channels, to the API and as metrics. [any thread]
class HealthBoard final {
 public:
  HealthBoard(const Clock& clock, telemetry::Metrics& metrics);
  [[nodiscard]] domain::ChannelCondition condition(const domain::ChannelId& channel) const;
  /// The breaker of `channel` after a delivery; `reason` is the code of its failure.
  /// True when the channel has just ceased to be closed, or is closed again.
  bool show(const domain::ChannelId& channel, const Breaker& breaker, const std::string& reason);

 private:
  struct Entry {
    Breaker breaker;
    Instant since;
    std::string reason;
  };
  const Clock& clock_;
  telemetry::Gauge held_;
  telemetry::Counter opened_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> troubled_;  ///< by channel; only those that are not closed
};

}  // namespace herald::dispatch

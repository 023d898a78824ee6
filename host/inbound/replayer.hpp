#pragma once
#include <string>

#include "host/inbound/ports.hpp"

namespace herald::inbound {

/// Reads the stored events of a callback again and has those applied that were not. [any thread]
class Replayer {
 public:
  /// `ports` and what they refer to outlive it.
  Replayer(InboundConfig config, const InboundPorts& ports) : config_{std::move(config)}, ports_{ports} {}
  /// One element, or all when `element` is empty. Blocks until it is committed.
  /// NotFound/"unknown_webhook", "unknown_element"; Conflict/"webhook_unverified", "element_refused" (the
  /// database refuses it, nothing has changed).
  Result<domain::WebhookReplayed> replay(const domain::TenantId& tenant, const std::string& webhook,
                                         const std::string& element, domain::Origin origin);

 private:
  InboundConfig config_;
  const InboundPorts& ports_;
};

}  // namespace herald::inbound

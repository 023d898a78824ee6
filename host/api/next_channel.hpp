#pragma once
#include "host/api/messages.hpp"
#include "host/domain/route_ports.hpp"

namespace herald::api {

/// Finds the channel that a message falls over to: of its type, usable, fit for its content, not tried yet.
/// [any thread]
class NextChannel final : public domain::Rerouter {
 public:
  /// What the ports refer to outlives this.
  explicit NextChannel(MessagePorts ports) : ports_{std::move(ports)} {}
  Result<std::optional<domain::ChannelId>> next(const domain::Message& message) override;

 private:
  MessagePorts ports_;
};

}  // namespace herald::api

#pragma once
#include "host/api/messages.hpp"
#include "host/domain/consumer_ports.hpp"

namespace herald::api {

/// Lets ordered messages in as if they had been posted: the same reading, rendering, policies and ledger.
/// [any thread]
class CommandEntrance final : public domain::Entrance {
 public:
  /// What the ports refer to outlives this.
  explicit CommandEntrance(MessagePorts ports) : ports_{ports} {}
  Result<Done> send(const domain::SendCommand& command) override;

 private:
  MessagePorts ports_;
};

}  // namespace herald::api

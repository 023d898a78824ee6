#pragma once
#include "host/api/webhook_port.hpp"
#include "host/inbound/generic.hpp"
#include "host/inbound/receiver.hpp"
#include "host/inbound/replayer.hpp"
#include "host/inbound/reverifier.hpp"

namespace herald::app {

/// The inbound room as the API sees it: callbacks in, replays of what they told. [any thread]
class CallbackDesk final : public api::WebhookReceiver, public api::WebhookReplayer {
 public:
  /// `ports` is copied; what it refers to outlives the desk.
  CallbackDesk(const inbound::InboundConfig& config, inbound::InboundPorts ports);
  api::WebhookAnswer receive(api::WebhookCall call) override;
  Result<api::WebhookAnswer> receive_generic(api::WebhookCall call) override;
  Result<domain::WebhookReplayed> replay(const domain::TenantId& tenant, const std::string& webhook,
                                         const std::string& element, domain::Origin origin) override;
  /// Stores what was verified elsewhere, for loops that fetch instead of being called.
  [[nodiscard]] inbound::Keeper& keeper() { return keeper_; }
  /// The loop that verifies what had to wait; host/app steps it.
  [[nodiscard]] inbound::Reverifier& reverifier() { return reverifier_; }

 private:
  inbound::InboundPorts ports_;
  inbound::Verifier verifier_;
  inbound::Keeper keeper_;
  inbound::Receiver receiver_;
  inbound::GenericReceiver generic_;
  inbound::Replayer replayer_;
  inbound::Reverifier reverifier_;
};

}  // namespace herald::app

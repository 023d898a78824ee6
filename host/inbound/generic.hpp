#pragma once
#include <optional>

#include "host/inbound/callback.hpp"
#include "host/inbound/keeper.hpp"

namespace herald::inbound {

/// The old form for senders of our own making: `X-Tenant-ID`, `X-Webhook-Signature: sha256=<hex HMAC of the
/// raw body>` with the webhook_secret of a channel of that tenant and provider, and in the body neutral
/// events as in sdk/README.md: `{"events":[…]}`. An event without dedupe_key gets one from the signature, so
/// that a repeated body changes nothing. [any thread]
class GenericReceiver {
 public:
  GenericReceiver(InboundConfig config, const InboundPorts& ports, Keeper& keeper);
  /// Blocks until the events are committed. Invalid/"invalid_body" for a signed body that holds no events;
  /// everything else is an answer.
  Result<Answer> receive(const Callback& callback);

 private:
  using Account = std::shared_ptr<const domain::ProviderAccount>;
  /// The channel whose secret signed the body.
  Account signer(const Callback& callback, const std::string& signature);
  Result<Answer> keep(const Callback& callback, const domain::ProviderAccount& account,
                      const std::string& signature);
  InboundConfig config_;
  const InboundPorts& ports_;
  Keeper& keeper_;
  telemetry::Counter genuine_;
  telemetry::Counter refused_;
  telemetry::Counter failed_;
};

}  // namespace herald::inbound

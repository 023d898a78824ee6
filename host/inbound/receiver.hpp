#pragma once
#include "host/inbound/callback.hpp"
#include "host/inbound/keeper.hpp"
#include "host/inbound/verifier.hpp"

namespace herald::inbound {

/// Verified → stored and applied → answered. A callback whose plugin is away or overdue is stored raw and
/// answered 200; see Reverifier. What cannot be stored is answered 503, so that the provider comes again.
/// What is not genuine gets the same 403 for the same work as an unknown channel, and is not stored. [any
/// thread]
class Receiver {
 public:
  /// `ports` and what they refer to, `verifier` and `keeper` outlive the receiver.
  Receiver(InboundConfig config, const InboundPorts& ports, Verifier& verifier, Keeper& keeper);
  /// Blocks until the callback is committed, at most Verifier::longest() + store_limit.
  Answer receive(const Callback& callback);

 private:
  Answer refuse(const Callback& callback, const std::string& why);
  Answer fail(const Callback& callback, const Error& error);
  Answer examine(const Callback& callback, const Verifier::Account& account);
  Answer keep(const Callback& callback, const domain::ProviderAccount& account, domain::Webhook webhook,
              Answer answer);
  Answer keep_unverified(const Callback& callback, const domain::ProviderAccount& account);
  Result<domain::ProviderReply> verify(const Callback& callback, const Verifier::Account& account);
  void work_for_nobody(const Callback& callback);
  InboundConfig config_;
  const InboundPorts& ports_;
  Verifier& verifier_;
  Keeper& keeper_;
  telemetry::Counter genuine_;
  telemetry::Counter refused_;
  telemetry::Counter failed_;
  telemetry::Counter unverified_;
};

}  // namespace herald::inbound

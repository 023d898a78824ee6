#pragma once
#include <chrono>
#include <string>

#include "host/base/random.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/ports.hpp"
#include "host/inbound/callback.hpp"
#include "host/telemetry/log.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::inbound {

struct ReceiverConfig {
  std::string public_url{};                       ///< what providers call; part of what some of them sign
  std::chrono::milliseconds plugin_limit{2'000};  ///< to verify and read one callback
  std::chrono::milliseconds store_limit{10'000};  ///< for the commit
};

/// Everything the receiver talks to; all outlive it.
struct ReceiverPorts {
  domain::Ledger& ledger;
  domain::ProviderAccounts& accounts;
  const Clock& clock;
  Random& random;
  telemetry::Log& log;
  telemetry::Metrics& metrics;
};

/// Verified → stored and applied → answered. What cannot be stored is answered 503, so that the provider
/// comes again; a callback that is not genuine and one for an unknown channel get the same 403. [any thread]
class Receiver {
 public:
  Receiver(ReceiverConfig config, ReceiverPorts ports);
  /// Blocks until the callback is committed, at most plugin_limit + store_limit.
  Answer receive(const Callback& callback);

 private:
  using Account = std::shared_ptr<const domain::ProviderAccount>;
  Result<domain::ProviderReply> ask_plugin(const Callback& callback, const domain::ProviderAccount& account);
  Answer store(const Callback& callback, const domain::ProviderAccount& account, domain::Webhook webhook,
               Answer answer);
  ReceiverConfig config_;
  ReceiverPorts ports_;
  telemetry::Counter genuine_;
  telemetry::Counter refused_;
  telemetry::Counter failed_;
  telemetry::Counter duplicates_;
};

}  // namespace herald::inbound

#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/domain/delivery_ports.hpp"
#include "host/domain/webhook_ports.hpp"
#include "host/inbound/element.hpp"
#include "host/telemetry/log.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::inbound {

struct InboundConfig {
  std::string public_url{};                        ///< what providers call; part of what some of them sign
  std::chrono::milliseconds plugin_limit{2'000};   ///< for one call of a plugin about a callback
  std::chrono::milliseconds request_limit{8'000};  ///< for the requests that verifying it takes
  std::chrono::milliseconds store_limit{10'000};   ///< for the commit
  std::int64_t unverified_bytes{16 << 20};         ///< per channel, for callbacks whose plugin is away
  std::chrono::hours wait_limit{24 * 7};           ///< for unverified callbacks and parked receipts
};

/// Seals what waits for its plugin: headers may hold secrets. [any thread]
class Envelope {
 public:
  virtual ~Envelope() = default;
  [[nodiscard]] virtual std::string seal(const std::string& text, const domain::RawWebhook& of) const = 0;
  /// Internal/"secret_unreadable".
  [[nodiscard]] virtual Result<std::string> open(const domain::RawWebhook& webhook) const = 0;
};

/// Lower-case hex HMAC-SHA256, and a comparison whose time depends on the lengths only.
struct Hmac {
  std::string (*sha256_hex)(std::string_view key, std::string_view data);
  bool (*equal)(std::string_view a, std::string_view b);
};

/// An account of nobody's at that provider, to do the work of a verification that cannot succeed; null when
/// there is no such plugin.
using Decoy = std::function<std::shared_ptr<const domain::ProviderAccount>(const std::string& provider)>;

/// The tenant's channels of that provider that have a webhook_secret; none for a tenant that is not there.
using Signers = std::function<std::vector<domain::ChannelId>(const domain::TenantId& tenant,
                                                             const std::string& provider)>;

/// Everything this room talks to; all outlive it.
struct InboundPorts {
  domain::Ledger& ledger;
  domain::Webhooks& webhooks;
  domain::WebhookBacklog& backlog;
  domain::ProviderAccounts& accounts;
  domain::Carrier& carrier;
  domain::MediaFiles& files;
  const Envelope& envelope;
  Spell spell;
  Decoy decoy;
  Signers signers;
  Hmac hmac;
  const Clock& clock;
  Random& random;
  telemetry::Log& log;
  telemetry::Metrics& metrics;
};

}  // namespace herald::inbound

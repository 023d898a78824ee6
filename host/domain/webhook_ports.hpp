#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/ports.hpp"

namespace herald::domain {

/// A callback in the log (table communication_webhook_log), without its body. [value]
struct WebhookEntry {
  std::string id{};
  ChannelId channel{};
  std::string provider{};
  std::string status{};  ///< UNVERIFIED, PENDING, PROCESSED, FAILED, SKIPPED
  std::string reason{};
  int duplicates{};
  std::int64_t body_bytes{};
  std::string headers_json{"[]"};  ///< redacted
  Instant received_at{};
  std::optional<Instant> processed_at{};
};

/// One thing that a callback told (table webhook_element). [value]
struct WebhookElementEntry {
  std::string id{};
  int position{};
  std::string dedupe_key{};
  std::string status{};  ///< PENDING (parked), PROCESSED, FAILED (dead letter), SKIPPED
  std::string reason{};
  std::string event_json{"{}"};
  Instant updated_at{};
};

struct WebhookView {
  WebhookEntry webhook{};
  std::vector<WebhookElementEntry> elements{};  ///< by position
};

/// Empty members match everything.
struct WebhookFilter {
  std::string status{};
  ChannelId channel{};
  std::optional<Instant> from{};   ///< received then or later
  std::optional<Instant> until{};  ///< received before
};

/// Elements of one stored callback, read again and to be applied where they are FAILED or SKIPPED. [value]
struct WebhookReplay {
  std::string webhook{};
  TenantId tenant{};
  ChannelId channel{};
  std::vector<WebhookElement> elements{};  ///< each with its id
  Origin origin{};
};

struct WebhookReplayed {
  int applied{};
  int skipped{};
  int failed{};     ///< still dead letters
  int waiting{};    ///< parked, now or before
  int unchanged{};  ///< had been applied before
};

/// The log of callbacks: reads, and the replay of what could not be applied. [any thread]
class Webhooks {
 public:
  virtual ~Webhooks() = default;
  virtual Result<Page<WebhookEntry>> list(const TenantId& tenant, const WebhookFilter& filter,
                                          const std::string& cursor, int limit) = 0;
  /// NotFound/"unknown_webhook".
  virtual Result<WebhookView> find(const TenantId& tenant, const std::string& id) = 0;
  /// One transaction; applied twice it changes nothing. Elements that are not of that callback and tenant
  /// are passed over.
  virtual void replay(WebhookReplay replay, Completion<WebhookReplayed> done) = 0;
};

/// A callback whose plugin could not be asked. [value]
struct RawWebhook {
  std::string id{};
  TenantId tenant{};
  ChannelId channel{};
  std::string provider{};
  std::string headers_json{};    ///< redacted, for people
  std::string sealed_request{};  ///< method, target and headers as they came, vault text
  std::string body{};
  Instant received_at{};  ///< set when it is read back
};

/// Callbacks that wait for their plugin. [any thread]
class WebhookBacklog {
 public:
  virtual ~WebhookBacklog() = default;
  /// Durable when `done` is called. Limited/"webhook_quota" when body and sealed request would take the
  /// channel's waiting callbacks above `quota` bytes.
  virtual void keep(RawWebhook webhook, std::int64_t quota, Completion<Done> done) = 0;
  /// Channels that have waiting callbacks.
  virtual Result<std::vector<ChannelId>> channels() = 0;
  /// Up to `limit` of a channel's, oldest first, that come after the one with the id `after`.
  virtual Result<std::vector<RawWebhook>> oldest(const ChannelId& channel, const std::string& after,
                                                 int limit) = 0;
  /// It is not genuine: SKIPPED with that reason, its bytes freed.
  virtual void refuse(const std::string& id, const std::string& reason, Completion<Done> done) = 0;
  /// Gives up on what is older than `before`: unverified callbacks end FAILED, parked receipts SKIPPED, both
  /// with a reason; their bytes and rows are freed.
  virtual void give_up(Instant before, Completion<Done> done) = 0;
};

}  // namespace herald::domain

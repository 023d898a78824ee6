#pragma once
#include "host/domain/webhook_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Callbacks that wait for their plugin, as rows of the log that are UNVERIFIED. [any thread]
class StoredBacklog final : public domain::WebhookBacklog {
 public:
  /// What is this node's to do is decided by `served`; null: all.
  StoredBacklog(Writer& writer, Pool& pool, const domain::NodeShards* served = nullptr)
      : writer_{writer}, pool_{pool}, served_{served} {}
  void keep(domain::RawWebhook webhook, std::int64_t quota, domain::Completion<Done> done) override;
  Result<std::vector<domain::ChannelId>> channels() override;
  Result<std::vector<domain::RawWebhook>> oldest(const domain::ChannelId& channel, const std::string& after,
                                                 int limit) override;
  void refuse(const std::string& id, const std::string& reason, domain::Completion<Done> done) override;
  void give_up(Instant before, domain::Completion<Done> done) override;

 private:
  Writer& writer_;
  Pool& pool_;
  const domain::NodeShards* served_;
};

}  // namespace herald::storage

#pragma once
#include "host/domain/webhook_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// The log of callbacks. [any thread]
class StoredWebhooks final : public domain::Webhooks {
 public:
  StoredWebhooks(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  Result<domain::Page<domain::WebhookEntry>> list(const domain::TenantId& tenant,
                                                  const domain::WebhookFilter& filter,
                                                  const std::string& cursor, int limit) override;
  Result<domain::WebhookView> find(const domain::TenantId& tenant, const std::string& id) override;
  void replay(domain::WebhookReplay replay, domain::Completion<domain::WebhookReplayed> done) override;

 private:
  Writer& writer_;
  Pool& pool_;
};

}  // namespace herald::storage

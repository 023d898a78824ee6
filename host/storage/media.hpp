#pragma once
#include "host/domain/media_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Files of tenants in the tables communication_attachment, blob and media_work. [any thread]
class StoredMedia final : public domain::MediaBook {
 public:
  /// Both outlive this.
  /// What is this node's to do is decided by `served`; null: all.
  StoredMedia(Writer& writer, Pool& pool, const domain::NodeShards* served = nullptr)
      : writer_{writer}, pool_{pool}, served_{served} {}
  void keep(domain::Medium medium, domain::Origin origin, domain::Completion<domain::Medium> done) override;
  Result<std::optional<domain::Medium>> find(const domain::TenantId& tenant,
                                             const domain::MediaId& id) override;
  Result<domain::Page<domain::Medium>> list(const domain::TenantId& tenant, const domain::MessageId& message,
                                            const std::string& cursor, int limit) override;
  void remove(domain::TenantId tenant, domain::MediaId id, domain::Origin origin,
              domain::Completion<domain::Medium> done) override;
  Result<bool> holds(const domain::TenantId& tenant, const std::string& digest) override;
  Result<std::vector<domain::MediaFetch>> fetches(Instant now, int limit) override;
  void fetched(domain::Medium medium, domain::Completion<Done> done) override;
  void not_fetched(domain::Medium medium, std::string reason, std::optional<Instant> again,
                   domain::Completion<Done> done) override;
  Result<std::vector<domain::Medium>> expired(Instant now, int limit) override;

 private:
  Writer& writer_;
  Pool& pool_;
  const domain::NodeShards* served_;
};

}  // namespace herald::storage

#pragma once
#include "host/domain/suppression_ports.hpp"
#include "host/storage/message_lists.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Suppressions (table suppression). [any thread]
class StoredSuppressions final : public domain::Suppressions {
 public:
  /// Both outlive this.
  StoredSuppressions(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  Result<domain::Page<domain::Suppression>> list(const domain::TenantId& tenant,
                                                 const domain::SuppressionFilter& filter,
                                                 const std::string& cursor, int limit) override;
  Result<domain::Suppression> find(const domain::TenantId& tenant, const std::string& id) override;
  void add(domain::Suppression suppression, domain::Origin origin,
           domain::Completion<domain::SuppressionAdded> done) override;
  void lift(const domain::TenantId& tenant, const std::string& id, domain::Origin origin,
            domain::Completion<Done> done) override;

 private:
  Writer& writer_;
  Pool& pool_;
};

/// The query that walks the index of the address, where kind and address are given, else that of the tenant.
ListQuery suppression_query(const domain::TenantId& tenant, const domain::SuppressionFilter& filter,
                            const ListPlace& after);

}  // namespace herald::storage

#pragma once
#include <shared_mutex>
#include <unordered_map>

#include "host/domain/config_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Tenants, users and API keys. Keys (by hash) and memberships are cached and forgotten when one changes.
/// [any thread]
class StoredAccounts final : public domain::Accounts {
 public:
  StoredAccounts(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  void create(domain::Tenant tenant, domain::Origin origin, domain::Completion<domain::Tenant> done) override;
  void create(domain::User user, domain::Origin origin, domain::Completion<domain::User> done) override;
  void create(domain::ApiKey key, domain::Origin origin, domain::Completion<domain::ApiKey> done) override;
  void change(domain::UserStatus wish, domain::Origin origin, domain::Completion<Done> done) override;
  void revoke(domain::ApiKeyId id, domain::TenantId tenant, domain::Origin origin,
              domain::Completion<Done> done) override;
  Result<std::vector<domain::Tenant>> tenants() override;
  Result<std::optional<domain::Tenant>> find(const domain::TenantId& id) override;
  Result<std::optional<domain::User>> find(const domain::TenantId& tenant, const domain::UserId& id) override;
  Result<domain::Page<domain::User>> users(const domain::TenantId& tenant, const std::string& cursor,
                                           int limit) override;
  Result<domain::Page<domain::ApiKey>> keys(const domain::TenantId& tenant, const std::string& cursor,
                                            int limit) override;
  Result<std::optional<domain::ApiKey>> find_by_hash(const std::string& key_hash) override;
  Result<domain::Membership> membership(const domain::TenantId& tenant, const std::string& subject) override;

 private:
  void forget();
  Writer& writer_;
  Pool& pool_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, domain::ApiKey> keys_;
  std::unordered_map<std::string, domain::Membership> memberships_;
  std::uint64_t generation_{0};  ///< grows with each change: a read that began before one is not cached
};

}  // namespace herald::storage

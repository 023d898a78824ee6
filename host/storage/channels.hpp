#pragma once
#include <shared_mutex>
#include <unordered_map>

#include "host/domain/config_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Channels; single ones and the usable ones of a tenant are cached and forgotten on change. [any thread]
class StoredChannels final : public domain::Channels {
 public:
  StoredChannels(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  void create(domain::Channel channel, std::optional<domain::IdempotencyClaim> claim, domain::Origin origin,
              domain::Completion<domain::ChannelCreated> done) override;
  void update(domain::ChannelChange change, domain::Completion<domain::Channel> done) override;
  void remove(domain::ChannelRemoval removal, domain::Completion<Done> done) override;
  Result<std::optional<domain::Channel>> find(const domain::ChannelId& id) override;
  Result<std::vector<domain::Channel>> usable(const domain::TenantId& tenant,
                                              const std::string& channel_type) override;
  Result<domain::Page<domain::Channel>> list(const domain::TenantId& tenant, const std::string& channel_type,
                                             const std::string& cursor, int limit) override;
  Result<std::vector<domain::Channel>> all() override;

 private:
  void forget();
  Writer& writer_;
  Pool& pool_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, domain::Channel> by_id_;
  std::unordered_map<std::string, std::vector<domain::Channel>> usable_;
  std::uint64_t generation_{0};  ///< grows with each change: a read that began before one is not cached
};

}  // namespace herald::storage

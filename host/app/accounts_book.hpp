#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "host/app/provider_port.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/plugins/catalog.hpp"
#include "host/vault/vault.hpp"

namespace herald::app {

/// Opens channels for use: secrets out of the vault, plugin out of the catalog. Keeps what it opened until
/// the channel's revision changes. [any thread]
class AccountsBook final : public domain::ProviderAccounts {
 public:
  AccountsBook(domain::Channels& channels, const vault::Vault& vault, plugins::Catalog& catalog,
               const Clock& clock);
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override;
  /// Null when there is no such plugin. Owners: this book, while it is the generation that serves, and
  /// exchanges.
  [[nodiscard]] std::shared_ptr<PluginPort> port(const std::string& provider) const;
  /// Lets go of generations that were replaced.
  void drop_replaced();

 private:
  Result<std::shared_ptr<const domain::ProviderAccount>> build(const domain::Channel& channel);
  domain::Channels& channels_;
  const vault::Vault& vault_;
  [[nodiscard]] bool serves_locked(const domain::ProviderAccount& account) const;
  plugins::Catalog& catalog_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<PluginPort>> ports_;  // see port()
  // Shared with exchanges that are under way.
  std::unordered_map<std::string, std::shared_ptr<const domain::ProviderAccount>> open_;
};

}  // namespace herald::app

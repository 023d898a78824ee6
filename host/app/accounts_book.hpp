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
  AccountsBook(domain::Channels& channels, const vault::Vault& vault, const plugins::Catalog& catalog);
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override;
  [[nodiscard]] const PluginPort* find(const std::string& provider) const;
  /// Null when there is no such plugin.
  [[nodiscard]] domain::ProviderPort* port(const std::string& provider) const;

 private:
  Result<std::shared_ptr<const domain::ProviderAccount>> build(const domain::Channel& channel);
  domain::Channels& channels_;
  const vault::Vault& vault_;
  std::map<std::string, std::unique_ptr<PluginPort>> ports_;
  std::mutex mutex_;
  // Shared with exchanges that are under way.
  std::unordered_map<std::string, std::shared_ptr<const domain::ProviderAccount>> open_;
};

}  // namespace herald::app

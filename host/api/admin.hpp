#pragma once
#include <array>
#include <string>

#include "host/api/account_steps.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"

namespace herald::api {

/// What an operator may have the process do; each answers with a JSON object. [any thread]
class Upkeep {
 public:
  virtual ~Upkeep() = default;
  /// Brings the database to this release: `{"applied":[…],"version":n}`.
  virtual Result<std::string> migrate() = 0;
  /// Checks the journal in the database:
  /// `{"intact":…,"entries":n,"complaints":[{"kind","shard","seq","text"}]}`.
  virtual Result<std::string> verify_audit() = 0;
  /// `{"healthy":…,"findings":[{"name","ok","reason"}]}`.
  virtual Result<std::string> doctor() = 0;
};

/// What an operator may do with plugins; each answers with a JSON object. Errors: NotFound/"unknown_plugin",
/// "nothing_to_roll_back"; Unavailable/"holds_not_written". [any thread]
class PluginCommands {
 public:
  virtual ~PluginCommands() = default;
  /// `{"id","files":[as
  /// list_plugins],"generations":[{"generation","state","version","digest","path","signer", "placement"}]}`;
  /// the three commands below answer the same of what then stands.
  virtual Result<std::string> show(const std::string& id) = 0;
  /// Looks at all plugin directories: `{"data":[…]}`.
  virtual Result<std::string> rescan() = 0;
  virtual Result<std::string> enable(const std::string& id) = 0;
  virtual Result<std::string> disable(const std::string& id) = 0;
  virtual Result<std::string> rollback(const std::string& id) = 0;
};

inline constexpr json::TextBounds kTenantIdBounds{.min = 36, .max = 36};

struct OperatorPorts {
  domain::Channels& channels;
  ProviderCatalog& providers;
  Upkeep& upkeep;
  PluginCommands& plugins;
};

Answer create_tenant(const AccountPorts& ports, const Call& call);
Answer list_tenants(const AccountPorts& ports, const Call& call);
Answer create_user(const AccountPorts& ports, const Call& call);
Answer create_api_key(const AccountPorts& ports, const Call& call);
Answer revoke_api_key(const AccountPorts& ports, const Call& call);
Answer list_plugins(const OperatorPorts& ports, const Call& call);
Answer show_plugin(const OperatorPorts& ports, const Call& call);
Answer rescan_plugins(const OperatorPorts& ports, const Call& call);
Answer enable_plugin(const OperatorPorts& ports, const Call& call);
Answer disable_plugin(const OperatorPorts& ports, const Call& call);
Answer roll_back_plugin(const OperatorPorts& ports, const Call& call);
Answer list_all_channels(const OperatorPorts& ports, const Call& call);
Answer migrate(const OperatorPorts& ports, const Call& call);
Answer verify_audit(const OperatorPorts& ports, const Call& call);
Answer examine(const OperatorPorts& ports, const Call& call);

/// Only for the router of the local socket: they act on every tenant.
inline constexpr std::array<Route<AccountPorts>, 5> kAccountRoutes{{
    {http::Method::Post, "/api/v1/admin/tenants", with(tenancy::Permission::Admin), create_tenant},
    {http::Method::Get, "/api/v1/admin/tenants", with(tenancy::Permission::Admin), list_tenants},
    {http::Method::Post, "/api/v1/admin/users", with(tenancy::Permission::Admin), create_user},
    {http::Method::Post, "/api/v1/admin/api-keys", with(tenancy::Permission::Admin), create_api_key},
    {http::Method::Delete, "/api/v1/admin/api-keys/{id}", with(tenancy::Permission::Admin), revoke_api_key},
}};
inline constexpr std::array<Route<OperatorPorts>, 10> kOperatorRoutes{{
    {http::Method::Get, "/api/v1/admin/plugins", with(tenancy::Permission::PluginsManage), list_plugins},
    {http::Method::Post, "/api/v1/admin/plugins/rescan", with(tenancy::Permission::PluginsManage),
     rescan_plugins},
    {http::Method::Get, "/api/v1/admin/plugins/{id}", with(tenancy::Permission::PluginsManage), show_plugin},
    {http::Method::Post, "/api/v1/admin/plugins/{id}/enable", with(tenancy::Permission::PluginsManage),
     enable_plugin},
    {http::Method::Post, "/api/v1/admin/plugins/{id}/disable", with(tenancy::Permission::PluginsManage),
     disable_plugin},
    {http::Method::Post, "/api/v1/admin/plugins/{id}/rollback", with(tenancy::Permission::PluginsManage),
     roll_back_plugin},
    {http::Method::Get, "/api/v1/admin/channels", with(tenancy::Permission::Admin), list_all_channels},
    {http::Method::Post, "/api/v1/admin/migrate", with(tenancy::Permission::Admin), migrate},
    {http::Method::Post, "/api/v1/admin/audit-verify", with(tenancy::Permission::AuditRead), verify_audit},
    {http::Method::Get, "/api/v1/admin/doctor", with(tenancy::Permission::Admin), examine},
}};

}  // namespace herald::api

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

inline constexpr json::TextBounds kTenantIdBounds{.min = 36, .max = 36};

struct OperatorPorts {
  domain::Channels& channels;
  ProviderCatalog& providers;
  Upkeep& upkeep;
};

Answer create_tenant(const AccountPorts& ports, const Call& call);
Answer list_tenants(const AccountPorts& ports, const Call& call);
Answer create_user(const AccountPorts& ports, const Call& call);
Answer create_api_key(const AccountPorts& ports, const Call& call);
Answer revoke_api_key(const AccountPorts& ports, const Call& call);
Answer list_plugins(const OperatorPorts& ports, const Call& call);
Answer list_all_channels(const OperatorPorts& ports, const Call& call);
Answer migrate(const OperatorPorts& ports, const Call& call);
Answer verify_audit(const OperatorPorts& ports, const Call& call);
Answer examine(const OperatorPorts& ports, const Call& call);

/// Only for the router of the local socket: they act on every tenant.
inline constexpr std::array<Route<AccountPorts>, 5> kAccountRoutes{{
    {http::Method::Post, "/admin/tenants", with(tenancy::Permission::Admin), create_tenant},
    {http::Method::Get, "/admin/tenants", with(tenancy::Permission::Admin), list_tenants},
    {http::Method::Post, "/admin/users", with(tenancy::Permission::Admin), create_user},
    {http::Method::Post, "/admin/api-keys", with(tenancy::Permission::Admin), create_api_key},
    {http::Method::Delete, "/admin/api-keys/{id}", with(tenancy::Permission::Admin), revoke_api_key},
}};
inline constexpr std::array<Route<OperatorPorts>, 5> kOperatorRoutes{{
    {http::Method::Get, "/admin/plugins", with(tenancy::Permission::PluginsManage), list_plugins},
    {http::Method::Get, "/admin/channels", with(tenancy::Permission::Admin), list_all_channels},
    {http::Method::Post, "/admin/migrate", with(tenancy::Permission::Admin), migrate},
    {http::Method::Post, "/admin/audit-verify", with(tenancy::Permission::AuditRead), verify_audit},
    {http::Method::Get, "/admin/doctor", with(tenancy::Permission::Admin), examine},
}};

}  // namespace herald::api

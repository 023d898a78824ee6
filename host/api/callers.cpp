#include "host/api/callers.hpp"

#include <string>
#include <utility>

#include "host/json/document.hpp"

namespace herald::api {
namespace {

std::vector<std::string> read_scopes(const std::string& scopes_json) {
  std::vector<std::string> out;
  const auto scopes = json::parse(scopes_json);
  if (!scopes) return out;
  for (const json::Document& scope : scopes->elements()) {
    if (auto text = scope.text()) out.push_back(*std::move(text));
  }
  return out;
}

}  // namespace

Result<std::optional<tenancy::KeyRecord>> AccountKeys::find_by_hash(const std::string& hash) {
  auto found = accounts_.find_by_hash(hash);
  if (!found) return std::move(found).error();
  if (!*found) return std::optional<tenancy::KeyRecord>{};
  domain::ApiKey& key = **found;
  const auto mode = tenancy::mode(key.mode);
  if (!mode)
    return Error{.code = Errc::Internal,
                 .reason = "bad_key_row",
                 .detail = "expected mode LIVE or TEST in the stored API key"};
  return std::optional{tenancy::KeyRecord{.id = std::move(key.id),
                                          .tenant = std::move(key.tenant),
                                          .mode = *mode,
                                          .scopes = read_scopes(key.scopes_json),
                                          .expires_at = key.expires_at,
                                          .revoked_at = key.revoked_at,
                                          .tenant_active = key.tenant_active}};
}

Result<tenancy::Standing> AccountPeople::standing(const domain::TenantId& tenant,
                                                  const std::string& subject) {
  const auto membership = accounts_.membership(tenant, subject);
  if (!membership) return membership.error();
  if (!membership->tenant_known) return tenancy::Standing::UnknownTenant;
  if (!membership->tenant_active) return tenancy::Standing::TenantInactive;
  return membership->user_suspended ? tenancy::Standing::UserSuspended : tenancy::Standing::Welcome;
}

Authenticator gate_authenticator(tenancy::Gate gate, const Clock& clock) {
  return [gate, &clock](const http::Request& request) -> Result<tenancy::Principal> {
    const tenancy::Credential credential{.authorization = request.header("Authorization"),
                                         .api_key = request.header("X-API-Key")};
    auto principal = tenancy::authenticate(credential, gate, clock.now());
    if (!principal) return principal;
    if (auto agreed = tenancy::check_tenant_header(*principal, request.header("X-Tenant-ID")); !agreed)
      return std::move(agreed).error();
    return principal;
  };
}

Authenticator peer_authenticator(unsigned own_uid) {
  return [own_uid](const http::Request& request) -> Result<tenancy::Principal> {
    if (!request.peer_uid)
      return Error{.code = Errc::Unauthenticated,
                   .reason = "unknown_peer",
                   .detail = "this is served on the local socket only"};
    if (*request.peer_uid != 0 && *request.peer_uid != own_uid)
      return Error{.code = Errc::Forbidden,
                   .reason = "peer_refused",
                   .detail = "expected root or the user of the server, found user " +
                             std::to_string(*request.peer_uid)};
    tenancy::Principal principal;
    principal.actor = "ctl:" + std::to_string(*request.peer_uid);
    principal.permissions.add_scope("*");
    return principal;
  };
}

}  // namespace herald::api

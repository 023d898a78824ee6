#include "host/tenancy/principal.hpp"

namespace herald::tenancy {

Result<Done> require(const Principal& principal, Permission permission) {
  if (allows(principal, permission)) return Done{};
  return Error{.code = Errc::Forbidden,
               .reason = "permission_denied",
               .detail = "this credential lacks the permission " + std::string{to_text(permission)}};
}

Result<Done> check_tenant_header(const Principal& principal, std::string_view header) {
  if (header.empty() || header == principal.tenant.text) return Done{};
  return Error{.code = Errc::Forbidden,
               .reason = "tenant_mismatch",
               .detail = "X-Tenant-ID differs from the tenant of the credential"};
}

}  // namespace herald::tenancy

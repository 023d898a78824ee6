#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/domain/ids.hpp"
#include "host/tenancy/api_key.hpp"
#include "host/tenancy/permission.hpp"

namespace herald::tenancy {

/// Who is calling, after authentication. [value]
struct Principal {
  domain::TenantId tenant{};
  std::string actor{};  ///< "apikey:<id>", as the journal writes it
  PermissionSet permissions{};
  Mode mode{Mode::Live};
};

inline bool allows(const Principal& principal, Permission permission) {
  return principal.permissions.holds(permission);
}

/// Done, or Forbidden/"permission_denied" naming the missing permission.
Result<Done> require(const Principal& principal, Permission permission);
/// An `X-Tenant-ID` header, if sent, must agree with the credential: Forbidden/"tenant_mismatch".
Result<Done> check_tenant_header(const Principal& principal, std::string_view header);

}  // namespace herald::tenancy

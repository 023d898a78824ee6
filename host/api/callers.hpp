#pragma once
#include "host/api/router.hpp"
#include "host/base/clock.hpp"
#include "host/domain/config_ports.hpp"
#include "host/tenancy/authenticate.hpp"

namespace herald::api {

/// The key directory that tenancy asks for, over the accounts of the domain. [any thread]
class AccountKeys final : public tenancy::KeyDirectory {
 public:
  explicit AccountKeys(domain::Accounts& accounts) : accounts_{accounts} {}
  Result<std::optional<tenancy::KeyRecord>> find_by_hash(const std::string& hash) override;

 private:
  domain::Accounts& accounts_;
};

/// API keys from Authorization or X-API-Key; a sent X-Tenant-ID must agree. Both outlive the result.
Authenticator key_authenticator(tenancy::KeyDirectory& keys, const Clock& clock);

/// The local socket: the peer process runs as root or as `own_uid`; everything is permitted to it, and the
/// journal calls it "ctl:<uid>".
Authenticator peer_authenticator(unsigned own_uid);

}  // namespace herald::api

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

/// The same for the bearers of tokens. [any thread]
class AccountPeople final : public tenancy::PeopleDirectory {
 public:
  explicit AccountPeople(domain::Accounts& accounts) : accounts_{accounts} {}
  Result<tenancy::Standing> standing(const domain::TenantId& tenant, const std::string& subject) override;

 private:
  domain::Accounts& accounts_;
};

/// API keys from Authorization or X-API-Key, tokens from Authorization; a sent X-Tenant-ID must agree. What
/// the gate refers to and the clock outlive the result.
Authenticator gate_authenticator(tenancy::Gate gate, const Clock& clock);

/// The local socket: the peer process runs as root or as `own_uid`; everything is permitted to it, and the
/// journal calls it "ctl:<uid>".
Authenticator peer_authenticator(unsigned own_uid);

}  // namespace herald::api

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/domain/ids.hpp"
#include "host/tenancy/principal.hpp"
#include "host/tenancy/verify_token.hpp"

namespace herald::tenancy {

/// An API key as stored. [value]
struct KeyRecord {
  domain::ApiKeyId id{};
  domain::TenantId tenant{};
  Mode mode{Mode::Live};
  std::vector<std::string> scopes{};
  std::optional<Instant> expires_at{};
  std::optional<Instant> revoked_at{};
  bool tenant_active{true};
};

/// Where keys are looked up. [any thread]
class KeyDirectory {
 public:
  virtual ~KeyDirectory() = default;
  /// The key with this hash (hash_api_key()), nothing when there is none. Errors: Unavailable.
  virtual Result<std::optional<KeyRecord>> find_by_hash(const std::string& hash) = 0;
};

/// Whether the bearer of a token is let in.
enum class Standing : std::uint8_t { Welcome, UnknownTenant, TenantInactive, UserSuspended };

/// Where the bearers of tokens are looked up. [any thread]
class PeopleDirectory {
 public:
  virtual ~PeopleDirectory() = default;
  /// A subject that is no user of the tenant is welcome: the issuer vouches for it. Errors: Unavailable.
  virtual Result<Standing> standing(const domain::TenantId& tenant, const std::string& subject) = 0;
};

/// What credentials are judged by; all of it outlives the gate. Without `tokens` and `people` only keys open
/// it. [value]
struct Gate {
  KeyDirectory& keys;
  const TokenRules* tokens{nullptr};
  PeopleDirectory* people{nullptr};
};

/// The two headers that may carry a credential, as received; empty when absent.
struct Credential {
  std::string_view authorization{};  ///< `Bearer <key or token>`
  std::string_view api_key{};        ///< `X-API-Key`
};

/// Turns a credential into a principal. Unauthenticated with reason "missing_credential",
/// "malformed_credential", "ambiguous_credential", "unknown_key", "key_revoked" or "key_expired";
/// Forbidden/"tenant_inactive"; what the directory reports. A text that has not the form of a key is
/// refused without a look-up. Keys are compared by hash only, so timing tells nothing about them.
/// A token goes into Authorization only; Unauthenticated with the reasons of verify_token() or
/// "unknown_tenant", Forbidden/"tenant_inactive" or "user_suspended". Its principal is always Live.
Result<Principal> authenticate(const Credential& credential, const Gate& gate, Instant now);

}  // namespace herald::tenancy

#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/domain/ids.hpp"
#include "host/tenancy/public_key.hpp"

namespace herald::tenancy {

/// Which tokens are believed. [value]
struct TokenRules {
  std::string issuer{};    ///< `iss`, exactly
  std::string audience{};  ///< `aud`, or one of it
  Algorithm algorithm{Algorithm::Rs256};
  std::chrono::seconds leeway{60};  ///< by which clocks may differ
  std::vector<NamedKey> keys{};
};

/// What a token that is believed says. [value]
struct TokenClaims {
  domain::TenantId tenant{};
  std::string subject{};  ///< 1 to 90 bytes: the journal writes "user:<subject>"
  std::vector<std::string> permissions{};
};

/// Checks form, algorithm, key, signature, then issuer, audience, time (`exp` must be there; `nbf` and `iat`
/// may), `sub`, `tenant` (a UUID) and `permissions` (an array of scopes). Unauthenticated with reason
/// "malformed_token", "token_algorithm", "unknown_signing_key", "bad_token_signature", "wrong_issuer",
/// "wrong_audience", "token_expired", "token_not_yet_valid" or "bad_token_claims"; before the signature is
/// checked nothing is said about the claims. [any thread]
Result<TokenClaims> verify_token(std::string_view text, const TokenRules& rules, Instant now);

}  // namespace herald::tenancy

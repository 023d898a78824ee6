#include "host/tenancy/authenticate.hpp"

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "host/tenancy/token.hpp"

namespace herald::tenancy {
namespace {

constexpr std::string_view kBearer = "bearer ";

Error unauthenticated(std::string_view reason, std::string_view detail) {
  return {.code = Errc::Unauthenticated, .reason = std::string{reason}, .detail = std::string{detail}};
}

bool is_bearer(std::string_view header) {
  return header.size() > kBearer.size() &&
         std::ranges::equal(header.substr(0, kBearer.size()), kBearer, {},
                            [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// The one key or token of a request.
Result<std::string_view> presented_text(const Credential& credential) {
  if (credential.authorization.empty() && credential.api_key.empty()) {
    return unauthenticated("missing_credential",
                           "expected 'Authorization: Bearer <key>' or 'X-API-Key: <key>'");
  }
  if (credential.authorization.empty()) return credential.api_key;
  if (!is_bearer(credential.authorization)) {
    return unauthenticated("malformed_credential", "expected the Authorization scheme Bearer");
  }
  std::string_view key = credential.authorization.substr(kBearer.size());
  while (key.starts_with(' ')) key.remove_prefix(1);
  if (!credential.api_key.empty() && !same_secret(key, credential.api_key)) {
    return unauthenticated("ambiguous_credential", "Authorization and X-API-Key carry different keys");
  }
  return key;
}

/// Nothing when the record is in force.
std::optional<Error> objection(const KeyRecord& record, Instant now) {
  if (record.revoked_at) return unauthenticated("key_revoked", "this API key was revoked");
  if (record.expires_at && *record.expires_at <= now)
    return unauthenticated("key_expired", "this API key has expired");
  if (record.tenant_active) return std::nullopt;
  return Error{
      .code = Errc::Forbidden, .reason = "tenant_inactive", .detail = "the tenant of this key is not active"};
}

Result<Principal> admit_key(std::string_view key, Mode claimed, KeyDirectory& directory, Instant now) {
  auto found = directory.find_by_hash(hash_api_key(key));
  if (!found) return std::move(found).error();
  const std::optional<KeyRecord>& record = *found;
  if (!record || record->mode != claimed) return unauthenticated("unknown_key", "this API key is not known");
  if (auto error = objection(*record, now)) return *std::move(error);
  return Principal{.tenant = record->tenant,
                   .actor = "apikey:" + record->id.text,
                   .permissions = known_scopes(record->scopes),
                   .mode = record->mode};
}

/// Nothing when the bearer of a good token is let in.
std::optional<Error> objection(Standing standing) {
  switch (standing) {
    case Standing::Welcome:
      return std::nullopt;
    case Standing::UnknownTenant:
      return unauthenticated("unknown_tenant", "the token's tenant is not known");
    case Standing::TenantInactive:
      return Error{.code = Errc::Forbidden,
                   .reason = "tenant_inactive",
                   .detail = "the tenant of this token is not active"};
    case Standing::UserSuspended:
      break;
  }
  return Error{.code = Errc::Forbidden, .reason = "user_suspended", .detail = "this user is suspended"};
}

Result<Principal> admit_bearer(std::string_view text, const Gate& gate, Instant now) {
  auto claims = verify_token(text, *gate.tokens, now);
  if (!claims) return std::move(claims).error();
  const auto standing = gate.people->standing(claims->tenant, claims->subject);
  if (!standing) return standing.error();
  if (auto error = objection(*standing)) return *std::move(error);
  return Principal{.tenant = std::move(claims->tenant),
                   .actor = "user:" + claims->subject,
                   .permissions = known_scopes(claims->permissions)};
}

}  // namespace

Result<Principal> authenticate(const Credential& credential, const Gate& gate, Instant now) {
  const auto text = presented_text(credential);
  if (!text) return text.error();
  if (const auto claimed = api_key_mode(*text)) return admit_key(*text, *claimed, gate.keys, now);
  const bool tokens = gate.tokens != nullptr && gate.people != nullptr;
  if (tokens && !credential.authorization.empty() && looks_like_token(*text))
    return admit_bearer(*text, gate, now);
  return unauthenticated("malformed_credential", tokens
                                                     ? "expected an API key (hk_live_… or hk_test_…) or a JWT"
                                                     : "expected an API key (hk_live_… or hk_test_…)");
}

}  // namespace herald::tenancy

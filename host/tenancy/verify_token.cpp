#include "host/tenancy/verify_token.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "host/base/ids.hpp"
#include "host/tenancy/token.hpp"

namespace herald::tenancy {
namespace {

constexpr std::size_t kLongestSubject = 90;
constexpr double kLastSecond = 253'402'300'799.0;  ///< the end of the year 9999

Error refused_token(std::string_view reason, std::string_view detail) {
  return {.code = Errc::Unauthenticated, .reason = std::string{reason}, .detail = std::string{detail}};
}

std::string claim_text(const json::Document& claims, std::string_view name) {
  const auto claim = claims.member(name);
  return claim ? claim->text().value_or("") : "";
}

/// A token that names its key is checked with that key alone; keys without a name serve any token.
bool eligible(const NamedKey& key, const Token& token) {
  return token.key_id.empty() || key.id.empty() || key.id == token.key_id;
}

std::optional<Error> check_signature(const Token& token, const TokenRules& rules) {
  if (token.algorithm != to_text(rules.algorithm))
    return refused_token("token_algorithm", "expected a token signed with the configured algorithm");
  if (std::ranges::none_of(rules.keys, [&](const NamedKey& key) { return eligible(key, token); }))
    return refused_token("unknown_signing_key", "no configured key has the token's kid");
  if (std::ranges::none_of(rules.keys, [&](const NamedKey& key) {
        return eligible(key, token) && key.key.verifies(token.signed_text, token.signature);
      }))
    return refused_token("bad_token_signature", "the token's signature does not verify");
  return std::nullopt;
}

bool addressed_to(const json::Document& claims, const std::string& audience) {
  const auto claim = claims.member("aud");
  if (!claim) return false;
  if (claim->text() == audience) return true;
  return std::ranges::any_of(claim->elements(),
                             [&](const json::Document& one) { return one.text() == audience; });
}

struct Time {
  bool sent{false};
  std::optional<Instant> at{};  ///< nothing when it is no NumericDate (RFC 7519 §2)
};

Time claim_time(const json::Document& claims, std::string_view name) {
  const auto claim = claims.member(name);
  if (!claim) return {};
  const auto seconds = claim->real();
  if (!seconds || !std::isfinite(*seconds) || *seconds < 0 || *seconds > kLastSecond) return {.sent = true};
  return {true, Instant{std::chrono::milliseconds{static_cast<std::int64_t>(*seconds * 1000)}}};
}

std::optional<Error> check_times(const json::Document& claims, std::chrono::seconds leeway, Instant now) {
  const Time until = claim_time(claims, "exp");
  if (!until.at) return refused_token("bad_token_claims", "expected exp as a NumericDate");
  if (*until.at + leeway <= now) return refused_token("token_expired", "the token has expired");
  for (const std::string_view name : {"nbf", "iat"}) {
    const Time from = claim_time(claims, name);
    if (from.sent && !from.at)
      return refused_token("bad_token_claims", "expected nbf and iat as NumericDates");
    if (from.at && *from.at > now + leeway)
      return refused_token("token_not_yet_valid", "the token is not valid yet");
  }
  return std::nullopt;
}

bool fit_subject(std::string_view text) {
  return !text.empty() && text.size() <= kLongestSubject &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Result<TokenClaims> read_claims(const json::Document& claims) {
  TokenClaims out{.tenant = domain::TenantId{claim_text(claims, "tenant")},
                  .subject = claim_text(claims, "sub")};
  if (!is_uuid(out.tenant.text))
    return refused_token("bad_token_claims", "expected the id of a tenant as tenant");
  if (!fit_subject(out.subject))
    return refused_token("bad_token_claims", "expected a sub of 1 to 90 bytes without control characters");
  const auto permissions = claims.member("permissions");
  if (!permissions || permissions->kind() != json::Kind::Array)
    return refused_token("bad_token_claims", "expected permissions as an array of scopes");
  for (const json::Document& scope : permissions->elements()) {
    auto text = scope.text();
    if (!text) return refused_token("bad_token_claims", "expected permissions as an array of scopes");
    out.permissions.push_back(*std::move(text));
  }
  return out;
}

}  // namespace

Result<TokenClaims> verify_token(std::string_view text, const TokenRules& rules, Instant now) {
  const auto token = parse_token(text);
  if (!token) return token.error();
  if (auto error = check_signature(*token, rules)) return *std::move(error);
  if (claim_text(token->claims, "iss") != rules.issuer)
    return refused_token("wrong_issuer", "the token is from another issuer");
  if (!addressed_to(token->claims, rules.audience))
    return refused_token("wrong_audience", "the token is for another audience");
  if (auto error = check_times(token->claims, rules.leeway, now)) return *std::move(error);
  return read_claims(token->claims);
}

}  // namespace herald::tenancy

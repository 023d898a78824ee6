#include <array>
#include <utility>
#include <vector>

#include "host/api/account_steps.hpp"
#include "host/api/problems.hpp"
#include "host/tenancy/api_key.hpp"

namespace herald::api {
namespace {

using json::Need;

constexpr json::TextBounds kKeyName{.min = 1, .max = 128};
constexpr std::array<std::string_view, 4> kModes{"live", "test", "LIVE", "TEST"};
/// What a key may do unless its maker says otherwise: use the channels, nothing that touches other keys.
constexpr std::string_view kDefaultScope = "communication.*";

/// The scopes that were asked for; those no release knows are complained about, all together.
std::vector<std::string> read_scopes(json::Fields& fields) {
  const auto value = fields.value("scopes", Need::Optional);
  if (!value) return {std::string{kDefaultScope}};
  std::vector<std::string> scopes;
  for (const json::Document& scope : value->elements()) scopes.push_back(scope.text().value_or(""));
  if (value->kind() != json::Kind::Array) {
    fields.complain("scopes", "expected an array of scopes");
  } else if (auto known = tenancy::parse_scopes(scopes); !known) {
    std::string text = "expected scopes that this server knows; not known:";
    for (const Problem& problem : known.error().problems) text += " " + problem.pointer;
    fields.complain("scopes", std::move(text));
  }
  return scopes;
}

std::string to_json(const std::vector<std::string>& scopes) {
  json::Writer writer;
  writer.begin_array();
  for (const std::string& scope : scopes) writer.text(scope);
  writer.end_array();
  return writer.take();
}

std::vector<std::string> from_json(const std::string& scopes_json) {
  std::vector<std::string> out;
  const json::Document scopes = json::parse(scopes_json).value();
  for (const json::Document& scope : scopes.elements()) out.push_back(scope.text().value_or(""));
  return out;
}

std::optional<Instant> read_expiry(json::Fields& fields, Instant now) {
  const auto text = fields.optional_text("expires_at", {.max = 64});
  if (!text) return std::nullopt;
  const auto at = from_rfc3339(*text);
  if (!at || *at <= now)
    fields.complain("expires_at", "expected a time in the future like 2030-01-31T12:00:00Z (RFC 3339)");
  return at;
}

/// Nobody makes a key that may do what they may not.
Result<Done> check_maker(const tenancy::Principal& maker, const domain::ApiKey& key) {
  if (maker.mode == tenancy::Mode::Test && key.mode != tenancy::to_text(tenancy::Mode::Test))
    return Error{.code = Errc::Forbidden,
                 .reason = "test_key",
                 .detail = "a TEST key makes TEST keys only; expected mode TEST"};
  const tenancy::PermissionSet wanted = tenancy::known_scopes(from_json(key.scopes_json));
  for (std::size_t i = 0; i < tenancy::kPermissions; ++i) {
    const auto permission = static_cast<tenancy::Permission>(i);
    if (wanted.holds(permission) && !tenancy::allows(maker, permission))
      return Error{.code = Errc::Forbidden,
                   .reason = "scope_not_held",
                   .detail = "the scopes include " + std::string{tenancy::to_text(permission)} +
                             ", which this credential lacks"};
  }
  return Done{};
}

void write_key_members(json::Writer& writer, const domain::ApiKey& key) {
  const auto time = [](const std::optional<Instant>& at) { return at ? to_rfc3339(*at) : std::string{}; };
  writer.text("id", key.id.text)
      .text("tenant_id", key.tenant.text)
      .text("name", key.name)
      .text("key_prefix", key.key_prefix)
      .text("mode", key.mode)
      .raw("scopes", key.scopes_json)
      .text_or_null("expires_at", time(key.expires_at))
      .text_or_null("revoked_at", time(key.revoked_at))
      .text("created_at", to_rfc3339(key.created_at));
}

}  // namespace

domain::ApiKey read_api_key(json::Fields& fields, Instant now) {
  domain::ApiKey key;
  key.name = fields.text("name", Need::Required, kKeyName);
  key.scopes_json = to_json(read_scopes(fields));
  key.expires_at = read_expiry(fields, now);
  const std::string mode = fields.one_of("mode", Need::Optional, kModes);
  key.mode = tenancy::to_text(mode == "test" || mode == "TEST" ? tenancy::Mode::Test : tenancy::Mode::Live);
  return key;
}

void write_api_key(json::Writer& writer, const domain::ApiKey& key) {
  writer.begin_object();
  write_key_members(writer, key);
  writer.end_object();
}

Answer issue_api_key(const AccountPorts& ports, const Call& call, domain::ApiKey key) {
  if (auto allowed = check_maker(call.principal, key); !allowed) return std::move(allowed).error();
  tenancy::ApiKeyMaterial material =
      tenancy::make_api_key(tenancy::mode(key.mode).value(), ports.means.random);
  key.created_at = ports.means.clock.now();
  key.id = domain::ApiKeyId{make_uuid(key.created_at, ports.means.random)};
  key.key_hash = std::move(material.hash);
  key.key_prefix = std::move(material.prefix);
  const auto stored = wait_for_commit<domain::ApiKey>(
      ports.means.commit_deadline, [&](domain::Completion<domain::ApiKey> done) {
        ports.accounts.create(std::move(key), call.origin(), std::move(done));
      });
  if (!stored) return stored.error();
  json::Writer writer;
  writer.begin_object();
  write_key_members(writer, *stored);
  http::Response response = created_account(writer.text("key", material.text).end_object().take());
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

Answer revoke_key(const AccountPorts& ports, const Call& call, domain::TenantId tenant) {
  if (!is_uuid(call.params[0])) return not_found("api_key");
  const auto done =
      wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> completion) {
        ports.accounts.revoke(domain::ApiKeyId{call.params[0]}, std::move(tenant), call.origin(),
                              std::move(completion));
      });
  if (!done) return done.error();
  return http::Response{204, "", {}, ""};
}

}  // namespace herald::api

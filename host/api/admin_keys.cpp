#include <array>
#include <string>
#include <utility>
#include <vector>

#include "host/api/admin.hpp"
#include "host/api/problems.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"
#include "host/tenancy/api_key.hpp"

namespace herald::api {
namespace {

using json::Need;

constexpr json::TextBounds kKeyName{.min = 1, .max = 128};
constexpr json::TextBounds kOwnerId{.min = 36, .max = 36};
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

std::optional<Instant> read_expiry(json::Fields& fields, Instant now) {
  const auto text = fields.optional_text("expires_at", {.max = 64});
  if (!text) return std::nullopt;
  const auto at = from_rfc3339(*text);
  if (!at || *at <= now)
    fields.complain("expires_at", "expected a time in the future like 2030-01-31T12:00:00Z (RFC 3339)");
  return at;
}

struct KeyWish {
  domain::ApiKey key{};
  tenancy::Mode mode{tenancy::Mode::Live};
};

Result<KeyWish> read_key(const http::Request& request, Instant now) {
  const auto body = json::parse(request.body);
  if (!body) return body.error();
  json::Fields fields{*body};
  KeyWish wish;
  wish.key.tenant = domain::TenantId{fields.text("tenant_id", Need::Required, kOwnerId)};
  wish.key.name = fields.text("name", Need::Required, kKeyName);
  wish.key.scopes_json = to_json(read_scopes(fields));
  wish.key.expires_at = read_expiry(fields, now);
  const std::string mode = fields.one_of("mode", Need::Optional, kModes);
  if (mode == "test" || mode == "TEST") wish.mode = tenancy::Mode::Test;
  wish.key.mode = tenancy::to_text(wish.mode);
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return wish;
}

/// The only place where the text of a key is ever shown.
http::Response created(const domain::ApiKey& key, const std::string& text) {
  json::Writer writer;
  writer.begin_object()
      .text("id", key.id.text)
      .text("tenant_id", key.tenant.text)
      .text("name", key.name)
      .text("key", text)
      .text("key_prefix", key.key_prefix)
      .text("mode", key.mode)
      .raw("scopes", key.scopes_json)
      .text_or_null("expires_at", key.expires_at ? to_rfc3339(*key.expires_at) : std::string{})
      .text("created_at", to_rfc3339(key.created_at))
      .end_object();
  http::Response response;
  response.status = 201;
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = writer.take();
  return response;
}

}  // namespace

Answer create_api_key(const AccountPorts& ports, const Call& call) {
  const Instant now = ports.means.clock.now();
  auto wish = read_key(call.request, now);
  if (!wish) return std::move(wish).error();
  tenancy::ApiKeyMaterial material = tenancy::make_api_key(wish->mode, ports.means.random);
  domain::ApiKey& key = wish->key;
  key.id = domain::ApiKeyId{make_uuid(now, ports.means.random)};
  key.key_hash = std::move(material.hash);
  key.key_prefix = std::move(material.prefix);
  key.created_at = now;
  const auto stored = wait_for_commit<domain::ApiKey>(
      ports.means.commit_deadline, [&](domain::Completion<domain::ApiKey> done) {
        ports.accounts.create(std::move(key), call.origin(), std::move(done));
      });
  if (!stored) return stored.error();
  return created(*stored, material.text);
}

Answer revoke_api_key(const AccountPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("api_key");
  const auto done =
      wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> completion) {
        ports.accounts.revoke(domain::ApiKeyId{call.params[0]}, call.origin(), std::move(completion));
      });
  if (!done) return done.error();
  return http::Response{204, "", {}, ""};
}

}  // namespace herald::api

#include <utility>

#include "host/api/accounts.hpp"
#include "host/api/lists.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

Result<domain::ApiKey> read_own_key(const AccountPorts& ports, const Call& call) {
  json::Fields fields{call.body};
  domain::ApiKey key = read_api_key(fields, ports.means.clock.now());
  key.tenant = call.principal.tenant;
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return key;
}

}  // namespace

Answer create_own_key(const AccountPorts& ports, const Call& call) {
  auto key = read_own_key(ports, call);
  if (!key) return std::move(key).error();
  return issue_api_key(ports, call, *std::move(key));
}

std::vector<Problem> examine_key(const AccountPorts& ports, const Call& call) {
  const auto key = read_own_key(ports, call);
  return key ? std::vector<Problem>{} : key.error().problems;
}

Answer list_keys(const AccountPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, {});
  if (!query) return query.error();
  const CursorScope scope{"api-keys", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page = ports.accounts.keys(call.principal.tenant, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_api_key);
}

Answer revoke_own_key(const AccountPorts& ports, const Call& call) {
  return revoke_key(ports, call, call.principal.tenant);
}

}  // namespace herald::api

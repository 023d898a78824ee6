#include <utility>

#include "host/api/admin.hpp"

namespace herald::api {

Answer create_api_key(const AccountPorts& ports, const Call& call) {
  const auto body = json::parse(call.request.body);
  if (!body) return body.error();
  json::Fields fields{*body};
  domain::TenantId tenant{fields.text("tenant_id", json::Need::Required, kTenantIdBounds)};
  domain::ApiKey key = read_api_key(fields, ports.means.clock.now());
  key.tenant = std::move(tenant);
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return issue_api_key(ports, call, std::move(key));
}

Answer revoke_api_key(const AccountPorts& ports, const Call& call) { return revoke_key(ports, call, {}); }

}  // namespace herald::api

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "host/api/admin.hpp"
#include "host/api/query.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

using json::Need;

constexpr json::TextBounds kTenantName{.min = 1, .max = 200};

void write_tenant(json::Writer& writer, const domain::Tenant& tenant) {
  writer.begin_object()
      .text("id", tenant.id.text)
      .text("name", tenant.name)
      .text_or_null("default_region", tenant.default_region)
      .text("status", tenant.status)
      .text("created_at", to_rfc3339(tenant.created_at))
      .end_object();
}

bool is_region(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Result<domain::Tenant> read_tenant(const http::Request& request) {
  const auto body = json::parse(request.body);
  if (!body) return body.error();
  json::Fields fields{*body};
  domain::Tenant tenant;
  tenant.name = fields.text("name", Need::Required, kTenantName);
  tenant.default_region = fields.text("default_region", Need::Optional, {.max = 2});
  if (!tenant.default_region.empty() && !is_region(tenant.default_region))
    fields.complain("default_region", "expected two capital letters (ISO 3166), for example GB");
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return tenant;
}

}  // namespace

Answer create_tenant(const AccountPorts& ports, const Call& call) {
  auto tenant = read_tenant(call.request);
  if (!tenant) return std::move(tenant).error();
  tenant->created_at = ports.means.clock.now();
  tenant->id = domain::TenantId{make_uuid(tenant->created_at, ports.means.random)};
  const auto stored = wait_for_commit<domain::Tenant>(
      ports.means.commit_deadline, [&](domain::Completion<domain::Tenant> done) {
        ports.accounts.create(*std::move(tenant), call.origin(), std::move(done));
      });
  if (!stored) return stored.error();
  json::Writer writer;
  write_tenant(writer, *stored);
  return created_account(writer.take());
}

Answer list_tenants(const AccountPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  const auto tenants = ports.accounts.tenants();
  if (!tenants) return tenants.error();
  json::Writer writer;
  writer.begin_object().begin_array("data");
  for (const domain::Tenant& tenant : *tenants) write_tenant(writer, tenant);
  writer.end_array().null("next_cursor").boolean("has_more", false).end_object();
  http::Response response;
  response.body = writer.take();
  return response;
}

Answer create_user(const AccountPorts& ports, const Call& call) {
  const auto body = json::parse(call.request.body);
  if (!body) return body.error();
  json::Fields fields{*body};
  domain::TenantId tenant{fields.text("tenant_id", Need::Required, kTenantIdBounds)};
  domain::User user = read_user(fields);
  user.tenant = std::move(tenant);
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return store_user(ports, call, std::move(user));
}

}  // namespace herald::api

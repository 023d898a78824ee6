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
constexpr json::TextBounds kEmail{.min = 3, .max = 320};
constexpr json::TextBounds kRole{.min = 1, .max = 32};
constexpr json::TextBounds kTenantId{.min = 36, .max = 36};

http::Response created(std::string body) {
  http::Response response;
  response.status = 201;
  response.body = std::move(body);
  return response;
}

void write_tenant(json::Writer& writer, const domain::Tenant& tenant) {
  writer.begin_object()
      .text("id", tenant.id.text)
      .text("name", tenant.name)
      .text_or_null("default_region", tenant.default_region)
      .text("status", tenant.status)
      .text("created_at", to_rfc3339(tenant.created_at))
      .end_object();
}

std::string render_user(const domain::User& user) {
  json::Writer writer;
  writer.begin_object()
      .text("id", user.id.text)
      .text("tenant_id", user.tenant.text)
      .text("email", user.email)
      .text_or_null("display_name", user.display_name)
      .text("role", user.role)
      .text("created_at", to_rfc3339(user.created_at))
      .end_object();
  return writer.take();
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

Result<domain::User> read_user(const http::Request& request) {
  const auto body = json::parse(request.body);
  if (!body) return body.error();
  json::Fields fields{*body};
  domain::User user;
  user.tenant = domain::TenantId{fields.text("tenant_id", Need::Required, kTenantId)};
  user.email = fields.text("email", Need::Required, kEmail);
  if (!user.email.empty() && user.email.find('@') == std::string::npos)
    fields.complain("email", "expected an e-mail address");
  user.display_name = fields.text("display_name", Need::Optional, {.max = 200});
  if (auto role = fields.optional_text("role", kRole)) user.role = *std::move(role);
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return user;
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
  return created(writer.take());
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
  auto user = read_user(call.request);
  if (!user) return std::move(user).error();
  user->created_at = ports.means.clock.now();
  user->id = domain::UserId{make_uuid(user->created_at, ports.means.random)};
  const auto stored =
      wait_for_commit<domain::User>(ports.means.commit_deadline, [&](domain::Completion<domain::User> done) {
        ports.accounts.create(*std::move(user), call.origin(), std::move(done));
      });
  if (!stored) return stored.error();
  return created(render_user(*stored));
}

}  // namespace herald::api

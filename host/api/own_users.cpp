#include <optional>
#include <utility>

#include "host/api/accounts.hpp"
#include "host/api/lists.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

Result<domain::User> read_own_user(const Call& call) {
  json::Fields fields{call.body};
  domain::User user = read_user(fields);
  user.tenant = call.principal.tenant;
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return user;
}

}  // namespace

Answer create_own_user(const AccountPorts& ports, const Call& call) {
  auto user = read_own_user(call);
  if (!user) return std::move(user).error();
  return store_user(ports, call, *std::move(user));
}

std::vector<Problem> examine_user(const AccountPorts&, const Call& call) {
  const auto user = read_own_user(call);
  return user ? std::vector<Problem>{} : user.error().problems;
}

Answer list_users(const AccountPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, {});
  if (!query) return query.error();
  const CursorScope scope{"users", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page = ports.accounts.users(call.principal.tenant, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_user);
}

Answer show_user(const AccountPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("user");
  const auto user = ports.accounts.find(call.principal.tenant, domain::UserId{call.params[0]});
  if (!user) return user.error();
  if (!*user) return not_found("user");
  json::Writer writer;
  write_user(writer, **user);
  http::Response response;
  response.body = writer.take();
  return response;
}

Answer change_user(const AccountPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("user");
  json::Fields fields{call.body};
  std::string status = fields.text("status", json::Need::Required);
  if (auto done = fields.finish(); !done) return std::move(done).error();
  const auto changed = wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> done) {
    ports.accounts.change(
        {.tenant = call.principal.tenant, .id = domain::UserId{call.params[0]}, .status = std::move(status)},
        call.origin(), std::move(done));
  });
  if (!changed) return changed.error();
  return show_user(ports, call);
}

}  // namespace herald::api

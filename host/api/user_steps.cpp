#include <utility>

#include "host/api/account_steps.hpp"

namespace herald::api {
namespace {

using json::Need;

// The bounds are those of table app_user.
constexpr json::TextBounds kEmail{.min = 3, .max = 320};
constexpr json::TextBounds kRole{.min = 1, .max = 32};
constexpr json::TextBounds kDisplayName{.max = 200};

}  // namespace

http::Response created_account(std::string body) {
  http::Response response;
  response.status = 201;
  response.body = std::move(body);
  return response;
}

domain::User read_user(json::Fields& fields) {
  domain::User user;
  user.email = fields.text("email", Need::Required, kEmail);
  if (!user.email.empty() && user.email.find('@') == std::string::npos)
    fields.complain("email", "expected an e-mail address");
  user.display_name = fields.text("display_name", Need::Optional, kDisplayName);
  if (auto role = fields.optional_text("role", kRole)) user.role = *std::move(role);
  return user;
}

void write_user(json::Writer& writer, const domain::User& user) {
  writer.begin_object()
      .text("id", user.id.text)
      .text("tenant_id", user.tenant.text)
      .text("email", user.email)
      .text_or_null("display_name", user.display_name)
      .text("role", user.role)
      .text("status", user.status)
      .text("created_at", to_rfc3339(user.created_at))
      .end_object();
}

Answer store_user(const AccountPorts& ports, const Call& call, domain::User user) {
  user.created_at = ports.means.clock.now();
  user.id = domain::UserId{make_uuid(user.created_at, ports.means.random)};
  const auto stored =
      wait_for_commit<domain::User>(ports.means.commit_deadline, [&](domain::Completion<domain::User> done) {
        ports.accounts.create(std::move(user), call.origin(), std::move(done));
      });
  if (!stored) return stored.error();
  json::Writer writer;
  write_user(writer, *stored);
  return created_account(writer.take());
}

}  // namespace herald::api

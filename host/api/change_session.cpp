#include <utility>

#include "host/api/entity_tag.hpp"
#include "host/api/problems.hpp"
#include "host/api/session_resource.hpp"
#include "host/api/sessions.hpp"
#include "host/json/fields.hpp"

namespace herald::api {
namespace {

using json::Need;

/// 200 with the session and the ETag of its revision.
Answer present_session(const SessionPorts& ports, const domain::TenantId& tenant,
                       const domain::ConversationId& id) {
  const auto view = ports.conversations.find(tenant, id);
  if (!view) return view.error();
  http::Response response;
  response.headers.push_back({"ETag", entity_tag(view->conversation.revision)});
  response.body = render_session(view->conversation);
  return response;
}

/// What a merge patch says: nothing where it is silent, the preset where it takes away.
std::optional<bool> patched_flag(json::Fields& fields, std::string_view name) {
  const bool named = fields.has(name);
  const auto value = fields.boolean(name, Need::Optional);
  return named ? std::optional{value.value_or(false)} : std::nullopt;
}

std::optional<std::string> patched_text(json::Fields& fields, std::string_view name, std::size_t most) {
  const bool named = fields.has(name);
  auto value = fields.optional_text(name, {.max = most});
  return named ? std::optional{std::move(value).value_or("")} : std::nullopt;
}

Result<domain::ConversationChange> read_session_patch(const json::Document& body) {
  json::Fields fields{body};
  domain::ConversationChange change{.starred = patched_flag(fields, "is_starred"),
                                    .archived = patched_flag(fields, "is_archived"),
                                    .agent_ref = patched_text(fields, "agent_id", 64),
                                    .lead_ref = patched_text(fields, "lead_id", 64),
                                    .subject = patched_text(fields, "subject", 998)};
  change.close = !fields.text("status", Need::Optional).empty();  // there is one that may be asked for
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return change;
}

}  // namespace

Answer update_session(const SessionPorts& ports, const Call& call) {
  auto change = read_session_patch(call.body);
  if (!change) return std::move(change).error();
  if (!is_uuid(call.params[0])) return not_found("session");
  const domain::ConversationId id{call.params[0]};
  const auto view = ports.conversations.find(call.principal.tenant, id);
  if (!view) return view.error();
  const auto named = read_if_match(call.request, view->conversation.revision);
  if (!named) return named.error();
  change->id = id;
  change->tenant = call.principal.tenant;
  change->revision = *named;
  change->origin = call.origin();
  const auto done = wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> told) {
    ports.conversations.update(*std::move(change), std::move(told));
  });
  if (!done) return done.error();
  return present_session(ports, call.principal.tenant, id);
}

Answer read_session(const SessionPorts& ports, const Call& call) {
  domain::ConversationReading reading{.tenant = call.principal.tenant, .origin = call.origin()};
  if (call.body.kind() != json::Kind::Null) {
    json::Fields fields{call.body};
    reading.up_to = domain::MessageId{fields.text("up_to", Need::Optional, {.max = 36})};
    if (auto done = fields.finish(); !done) return std::move(done).error();
  }
  if (!is_uuid(call.params[0])) return not_found("session");
  reading.id = domain::ConversationId{call.params[0]};
  const domain::ConversationId id = reading.id;
  const auto done = wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> told) {
    ports.conversations.read(std::move(reading), std::move(told));
  });
  if (!done) return done.error();
  return present_session(ports, call.principal.tenant, id);
}

}  // namespace herald::api

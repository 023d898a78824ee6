#include <array>
#include <optional>
#include <string>

#include "host/api/entity_tag.hpp"
#include "host/api/lists.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/api/session_resource.hpp"
#include "host/api/sessions.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 9> kSessionFilterNames{"channel_type", "status",     "agent_id",
                                                              "lead_id",      "contact_id", "direction",
                                                              "unread",       "starred",    "archived"};

/// The contract lets nothing through but these two words.
std::optional<bool> read_wish(const Query& query, std::string_view name) {
  const std::string text = query.text(name);
  if (text.empty()) return std::nullopt;
  return text == "true";
}

domain::ConversationFilter read_session_filter(const Query& query) {
  return {.channel_type = query.text("channel_type"),
          .status = query.text("status"),
          .agent_ref = query.text("agent_id"),
          .lead_ref = query.text("lead_id"),
          .contact_ref = query.text("contact_id"),
          .direction = query.text("direction"),
          .unread = read_wish(query, "unread"),
          .starred = read_wish(query, "starred"),
          .archived = read_wish(query, "archived")};
}

}  // namespace

Answer list_sessions(const SessionPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kSessionFilterNames);
  if (!query) return query.error();
  const CursorScope scope{"sessions", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page =
      ports.conversations.list(call.principal.tenant, read_session_filter(*query), *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_session);
}

Answer show_session(const SessionPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, {});
  if (!query) return query.error();
  if (!is_uuid(call.params[0])) return not_found("session");
  const auto view = ports.conversations.find(call.principal.tenant, domain::ConversationId{call.params[0]});
  if (!view) return view.error();
  const std::string list = "session " + view->conversation.id.text;
  const CursorScope scope{list, call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto messages = ports.messages.list(
      call.principal.tenant, {.conversation = view->conversation.id.text}, *cursor, query->limit);
  if (!messages) return messages.error();
  http::Response response;
  response.headers.push_back({"ETag", entity_tag(view->conversation.revision)});
  response.body = render_session(*view, *messages, scope);
  return response;
}

}  // namespace herald::api

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "host/api/explain.hpp"
#include "host/api/lists.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/messages.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/json/document.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 10> kMessageFilterNames{
    "channel_type", "status",  "contact_id", "reference",    "channel_id",
    "direction",    "lead_id", "session_id", "created_from", "created_to"};

Result<domain::MessageFilter> read_filter(const Query& query) {
  std::vector<Problem> problems;
  domain::MessageFilter filter{.channel_type = query.text("channel_type"),
                               .status = query.text("status"),
                               .contact_ref = query.text("contact_id"),
                               .reference = query.text("reference"),
                               .channel = query.text("channel_id"),
                               .direction = query.text("direction"),
                               .lead_ref = query.text("lead_id"),
                               .conversation = query.text("session_id"),
                               .created_from = read_instant(query, "created_from", problems),
                               .created_to = read_instant(query, "created_to", problems)};
  if (!problems.empty()) return invalid_query(std::move(problems));
  return filter;
}

/// Nothing to object to: the channel and the session that are asked for are the tenant's.
std::optional<Error> refuse_foreign(const MessagePorts& ports, const domain::TenantId& tenant,
                                    const domain::MessageFilter& filter) {
  if (!filter.channel.empty()) {
    if (!is_uuid(filter.channel)) return not_found("channel");
    const auto channel = ports.facts.channels.find(domain::ChannelId{filter.channel});
    if (!channel) return channel.error();
    if (!*channel || (*channel)->tenant != tenant) return not_found("channel");
  }
  if (filter.conversation.empty()) return std::nullopt;
  const auto any = ports.messages.list(tenant, {.conversation = filter.conversation}, {}, 1);
  if (!any) return any.error();
  return any->items.empty() ? std::optional{not_found("session")} : std::nullopt;
}

}  // namespace

Answer list_messages(const MessagePorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kMessageFilterNames);
  if (!query) return query.error();
  const auto filter = read_filter(*query);
  if (!filter) return filter.error();
  const CursorScope scope{"messages", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  if (auto error = refuse_foreign(ports, call.principal.tenant, *filter)) return *std::move(error);
  const auto page = ports.messages.list(call.principal.tenant, *filter, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_message);
}

Answer show_message(const MessagePorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("message");
  const auto view = ports.messages.find(call.principal.tenant, domain::MessageId{call.params[0]});
  if (!view) return view.error();
  return show(ports, *view);
}

Answer explain_message(const MessagePorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("message");
  const auto view = ports.messages.find(call.principal.tenant, domain::MessageId{call.params[0]});
  if (!view) return view.error();
  const domain::ChannelId& channel = view->message.channel;
  Scheduled scheduled{.channel_held = ports.facts.held && !channel.empty() && ports.facts.held(channel)};
  if (ports.facts.waiting && view->message.status == domain::MessageStatus::Queued)
    scheduled.waiting = ports.facts.waiting(view->message);
  http::Response response;
  response.body = render_explanation(*view, scheduled);
  return response;
}

http::Response show(const MessagePorts& ports, const domain::MessageView& view) {
  http::Response response;
  response.headers.push_back({"ETag", "\"" + std::to_string(view.message.version) + "\""});
  const auto exchanges = ports.exchanges.of_message(view.message.tenant, view.message.id);
  response.body = exchanges ? render_view(view, *exchanges) : render_view(view);
  return response;
}

}  // namespace herald::api

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "host/api/lists.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/messages.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/json/document.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 10> kMessageFilters{
    "channel_type", "status",  "contact_id", "reference",    "channel_id",
    "direction",    "lead_id", "session_id", "created_from", "created_to"};
constexpr std::array<std::string_view, 3> kDirections{"INBOUND", "OUTBOUND", "INTERNAL"};

std::optional<Instant> read_bound(const Query& query, std::string_view name, std::vector<Problem>& problems) {
  const std::string text = query.text(name);
  if (text.empty()) return std::nullopt;
  const auto at = from_rfc3339(text);
  if (!at)
    problems.push_back({"/query" + json::pointer_step(name),
                        "expected a time like 2025-01-31T12:00:00Z (RFC 3339), with + written as %2B"});
  return at;
}

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
                               .created_from = read_bound(query, "created_from", problems),
                               .created_to = read_bound(query, "created_to", problems)};
  if (!filter.status.empty() && !domain::message_status(filter.status))
    problems.push_back({"/query/status", "expected a message status such as QUEUED, SENT or DELIVERED"});
  if (!filter.direction.empty() && std::ranges::find(kDirections, filter.direction) == kDirections.end())
    problems.push_back({"/query/direction", "expected one of INBOUND, OUTBOUND, INTERNAL"});
  if (!problems.empty()) return invalid_query(std::move(problems));
  return filter;
}

}  // namespace

Answer list_messages(const MessagePorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kMessageFilters);
  if (!query) return query.error();
  const auto filter = read_filter(*query);
  if (!filter) return filter.error();
  const CursorScope scope{"messages", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page = ports.messages.list(call.principal.tenant, *filter, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_message);
}

Answer show_message(const MessagePorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  if (!is_uuid(call.params[0])) return not_found("message");
  const auto view = ports.messages.find(call.principal.tenant, domain::MessageId{call.params[0]});
  if (!view) return view.error();
  return show(*view);
}

}  // namespace herald::api

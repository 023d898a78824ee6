#include <array>
#include <string>
#include <utility>

#include "host/api/lists.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/messages.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 4> kMessageFilterNames{"channel_type", "status", "contact_id",
                                                              "reference"};

}  // namespace

Answer list_messages(const MessagePorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kMessageFilterNames);
  if (!query) return query.error();
  const domain::MessageFilter filter{.channel_type = query->text("channel_type"),
                                     .status = query->text("status"),
                                     .contact_ref = query->text("contact_id"),
                                     .reference = query->text("reference")};
  const CursorScope scope{"messages", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page = ports.messages.list(call.principal.tenant, filter, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_message);
}

Answer show_message(const MessagePorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("message");
  const auto view = ports.messages.find(call.principal.tenant, domain::MessageId{call.params[0]});
  if (!view) return view.error();
  http::Response response;
  response.headers.push_back({"ETag", "\"" + std::to_string(view->message.version) + "\""});
  const auto exchanges = ports.exchanges.of_message(call.principal.tenant, view->message.id);
  response.body = exchanges ? render_view(*view, *exchanges) : render_view(*view);
  return response;
}

}  // namespace herald::api

#include <array>
#include <utility>

#include "host/api/channel_resource.hpp"
#include "host/api/channel_steps.hpp"
#include "host/api/lists.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 1> kChannelFilterNames{"channel_type"};

}  // namespace

Answer list_channels(const ChannelPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kChannelFilterNames);
  if (!query) return query.error();
  const CursorScope scope{"channels", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page =
      ports.channels.list(call.principal.tenant, query->text("channel_type"), *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_channel);
}

Answer show_channel(const ChannelPorts& ports, const Call& call) {
  const auto channel = own_channel(ports, call);
  if (!channel) return channel.error();
  return show(ports, *channel);
}

}  // namespace herald::api

#include <utility>

#include "host/api/accept_message.hpp"
#include "host/api/live_key.hpp"
#include "host/api/query.hpp"

namespace herald::api {

Answer send_message(const MessagePorts& ports, const Call& call) {
  if (auto live = require_live(call.principal); !live) return std::move(live).error();
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  auto body = json::parse(call.request.body);
  return accept_message(ports, call,
                        body ? Result<MessageWish>{MessageWish{.body = *std::move(body)}}
                             : Result<MessageWish>{std::move(body).error()});
}

}  // namespace herald::api

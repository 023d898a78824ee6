#include <utility>

#include "host/api/accept_message.hpp"
#include "host/api/live_key.hpp"
#include "host/api/message_request.hpp"

namespace herald::api {

std::vector<Problem> examine_message(const MessagePorts& ports, const Call& call) {
  const auto request = compose_request(ports, call.principal.tenant, call.body);
  return request ? std::vector<Problem>{} : request.error().problems;
}

Answer send_message(const MessagePorts& ports, const Call& call) {
  if (auto live = require_live(call.principal); !live) return std::move(live).error();
  return accept_message(ports, call, MessageWish{.body = call.body});
}

}  // namespace herald::api

#include <string>
#include <utility>

#include "host/api/accept_message.hpp"
#include "host/api/live_key.hpp"
#include "host/api/message_again.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/json/fields.hpp"

namespace herald::api {
namespace {

using json::Need;

/// The optional body: `{"channel_id": …}` sends it over another channel of the same type.
Result<std::string> read_channel(const json::Document& body) {
  if (body.kind() == json::Kind::Null) return std::string{};
  json::Fields fields{body};
  std::string channel = fields.text("channel_id", Need::Optional, {.max = 36});
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return channel;
}

Result<MessageWish> wish_of(const MessagePorts& ports, const Call& call, const domain::Message& first) {
  const auto channel = read_channel(call.body);
  if (!channel) return channel.error();
  auto body = body_again(first, *channel, ports.means.clock.now());
  if (!body) return std::move(body).error();
  return MessageWish{.body = *std::move(body), .resend_of = first.id};
}

}  // namespace

Answer resend_message(const MessagePorts& ports, const Call& call) {
  if (auto live = require_live(call.principal); !live) return std::move(live).error();
  if (!is_uuid(call.params[0])) return not_found("message");
  const auto first = ports.messages.find(call.principal.tenant, domain::MessageId{call.params[0]});
  if (!first) return first.error();
  if (first->message.direction != "OUTBOUND")
    return Error{.code = Errc::Conflict,
                 .reason = "not_resendable",
                 .detail = "only an outbound message is sent again"};
  return accept_message(ports, call, wish_of(ports, call, first->message));
}

}  // namespace herald::api

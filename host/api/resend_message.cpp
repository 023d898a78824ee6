#include <string>
#include <utility>

#include "host/api/accept_message.hpp"
#include "host/api/live_key.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

using json::Need;

/// Escaping may make a stored message longer than a body may be.
constexpr json::ParseLimits kStored{.bytes = 16UL * 1024 * 1024};

/// The optional body: `{"channel_id": …}` sends it over another channel of the same type.
Result<std::string> read_channel(const json::Document& body) {
  if (body.kind() == json::Kind::Null) return std::string{};
  json::Fields fields{body};
  std::string channel = fields.text("channel_id", Need::Optional, {.max = 36});
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return channel;
}

void write_if_any(json::Writer& writer, std::string_view name, const std::string& value) {
  if (!value.empty()) writer.text(name, value);
}

/// The POST that would make this message again. Its reference names the first message for good; its schedule
/// is over; an expiry that has passed says nothing about the second try.
std::string body_of(const domain::Message& message, const std::string& channel, Instant now) {
  const domain::MessageContent& content = message.content;
  json::Writer writer;
  writer.begin_object();
  write_if_any(writer, "channel_id", channel.empty() ? message.channel.text : channel);
  writer.text("channel_type", content.channel_type)
      .text("to_address", content.to_address)
      .text("message_type", content.message_type)
      .text("message_class", content.message_class);
  write_if_any(writer, "subject", content.subject);
  write_if_any(writer, "message_body", content.body);
  write_if_any(writer, "message_html", content.html);
  write_if_any(writer, "contact_id", content.contact_ref);
  write_if_any(writer, "lead_id", content.lead_ref);
  if (content.expires_at && *content.expires_at > now)
    writer.text("expires_at", to_rfc3339(*content.expires_at));
  writer.raw("attachments", content.attachments_json)
      .raw("options", content.options_json)
      .raw("metadata", content.metadata_json)
      .number("priority", content.priority)
      .end_object();
  return writer.take();
}

Result<MessageWish> wish_of(const MessagePorts& ports, const Call& call, const domain::Message& first) {
  const auto channel = read_channel(call.body);
  if (!channel) return channel.error();
  auto body = json::parse(body_of(first, *channel, ports.means.clock.now()), kStored);
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

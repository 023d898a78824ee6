#include "host/api/message_again.hpp"

#include "host/json/writer.hpp"

namespace herald::api {
namespace {

/// Escaping may make a stored message longer than a body may be.
constexpr json::ParseLimits kStored{.bytes = 16UL * 1024 * 1024};

void write_if_any(json::Writer& writer, std::string_view name, const std::string& value) {
  if (!value.empty()) writer.text(name, value);
}

}  // namespace

Result<json::Document> body_again(const domain::Message& message, const std::string& channel, Instant now) {
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
  return json::parse(writer.take(), kStored);
}

}  // namespace herald::api

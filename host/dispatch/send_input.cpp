#include "host/dispatch/send_input.hpp"

#include "host/json/writer.hpp"

namespace herald::dispatch {
namespace {

void optional_text(json::Writer& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.text(name, value);
}

void write_message(json::Writer& out, const domain::Message& message, const AttemptMark& attempt,
                   const MediaSource& media) {
  const domain::MessageContent& content = message.content;
  out.begin_object("message")
      .text("id", message.id.text)
      .text("attempt_ref", attempt.ref.text)
      .number("attempt_no", attempt.number)
      .text("channel", content.channel_type)
      .text("type", content.message_type)
      .text("to", content.to_address);
  optional_text(out, "from", content.from_address);
  optional_text(out, "subject", content.subject);
  optional_text(out, "text", content.body);
  optional_text(out, "html", content.html);
  out.raw("attachments", attachments_input(message, media))
      .raw("options", content.options_json)
      .raw("metadata", content.metadata_json)
      .text("message_class", content.message_class)
      .end_object();
}

}  // namespace

std::string send_input(const domain::Message& message, const AttemptMark& attempt,
                       const std::string& callback, const MediaSource& media, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count());
  if (!callback.empty()) out.text("callback_url", callback + "?ref=" + attempt.ref.text);
  write_message(out, message, attempt, media);
  return out.end_object().take();
}

std::string callback_url(const std::string& public_url, const domain::Channel& channel) {
  if (!channel.webhook_url.empty()) return channel.webhook_url;
  if (public_url.empty()) return {};
  return public_url + "/api/v1/communication/webhooks/" + channel.api_provider + "/" + channel.id.text;
}

}  // namespace herald::dispatch

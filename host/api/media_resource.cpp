#include "host/api/media_resource.hpp"

namespace herald::api {

std::string media_path(const domain::MediaId& id) { return "/api/v1/communication/media/" + id.text; }

void write_media(json::Writer& writer, const domain::Medium& medium) {
  const bool here = !medium.bytes.digest.empty();
  writer.begin_object()
      .text("id", medium.id.text)
      .text_or_null("message_id", medium.message.text)
      .text("media_type", medium.media_type)
      .text_or_null("name", medium.name)
      .text_or_null("content_type", medium.bytes.content_type)
      .number("size", medium.bytes.size)
      .text_or_null("sha256", medium.bytes.digest)
      .text_or_null("url", medium.url)
      .text("status", to_text(medium.status))
      .text_or_null("reason", medium.reason)
      .text_or_null("content_url", here ? media_path(medium.id) + "/content" : "")
      .text("created_at", to_rfc3339(medium.created_at));
  writer.text_or_null("expires_at", medium.expires_at ? to_rfc3339(*medium.expires_at) : "").end_object();
}

std::string render_media(const domain::Medium& medium) {
  json::Writer writer;
  write_media(writer, medium);
  return writer.take();
}

}  // namespace herald::api

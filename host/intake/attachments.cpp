#include "host/intake/attachments.hpp"

#include "host/json/writer.hpp"

namespace herald::intake {

std::string attachments_json(const std::vector<domain::Medium>& media) {
  json::Writer out;
  out.begin_array();
  for (const domain::Medium& one : media) {
    const bool ours = !one.bytes.digest.empty();
    out.begin_object();
    if (ours) out.text("media_id", one.id.text);
    if (!ours) out.text("url", one.url);
    if (!one.bytes.content_type.empty()) out.text("content_type", one.bytes.content_type);
    if (!one.name.empty()) out.text("name", one.name);
    if (ours || one.bytes.size > 0) out.number("size", one.bytes.size);
    if (ours) out.text("sha256", one.bytes.digest);
    out.end_object();
  }
  return out.end_array().take();
}

}  // namespace herald::intake

#include "plugins/providers/parts/form_body.hpp"

#include <nlohmann/json.hpp>

namespace herald::provider {
namespace {

using nlohmann::json;

/// A file name between quotes: as browsers write it, without what some servers read as an escape.
std::string quotable(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '"')
      out += "%22";
    else if (c == '\\')
      out += '_';
    else if (static_cast<unsigned char>(c) >= ' ' && c != 127)
      out += c;
  }
  return out.empty() ? "file" : out;
}

std::string head_of(const FormPart& part, std::string_view boundary) {
  const std::string head =
      "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
  if (part.blob.empty()) return head + "\r\n\r\n";
  return head + "; filename=\"" + quotable(part.filename) + "\"\r\nContent-Type: " +
         (part.content_type.empty() ? "application/octet-stream" : part.content_type) + "\r\n\r\n";
}

}  // namespace

json form_body(const std::vector<FormPart>& parts, std::string_view boundary) {
  json segments = json::array();
  std::string text;
  for (const FormPart& part : parts) {
    text += head_of(part, boundary);
    if (part.blob.empty()) {
      text += part.value + "\r\n";
      continue;
    }
    segments.push_back({{"text", text}});
    segments.push_back({{"blob", part.blob}});
    text = "\r\n";
  }
  segments.push_back({{"text", text + "--" + std::string(boundary) + "--\r\n"}});
  return segments;
}

std::string form_body_type(std::string_view boundary) {
  return "multipart/form-data; boundary=" + std::string(boundary);
}

}  // namespace herald::provider

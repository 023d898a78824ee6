#include "plugins/providers/parts/multipart.hpp"

#include <algorithm>
#include <herald/text.hpp>

#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

constexpr std::size_t kParts = 1100;
constexpr std::size_t kBoundary = 70;  // RFC 2046 §5.1.1

Part read_head(std::string_view head) {
  Part part;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (sdk::same_name(line.substr(0, colon), "Content-Disposition")) {
      part.name = header_parameter(value, "name");
      part.filename = header_parameter(value, "filename");
    } else if (sdk::same_name(line.substr(0, colon), "Content-Type")) {
      part.content_type = std::string(value);
    }
  }
  return part;
}

/// The part between two boundaries: a head, an empty line, a body.
Part read_part(std::string_view text) {
  if (text.starts_with("\r\n")) return {.body = text.substr(2)};  // no head at all
  const std::size_t blank = text.find("\r\n\r\n");
  if (blank == std::string_view::npos) return {};
  Part part = read_head(text.substr(0, blank));
  part.body = text.substr(blank + 4);
  return part;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
  return sdk::same_name(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
}

std::optional<std::vector<Part>> read_multipart(std::string_view body, std::string_view content_type) {
  const std::string boundary = header_parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kBoundary) return std::nullopt;
  const std::string first = "--" + boundary;
  const std::string next = "\r\n" + first;
  if (!body.starts_with(first)) return std::nullopt;
  body.remove_prefix(first.size());
  std::vector<Part> parts;
  while (!body.starts_with("--")) {
    const std::size_t line = body.find("\r\n");
    const std::size_t end = line == std::string_view::npos ? line : body.find(next, line);
    if (end == std::string_view::npos || parts.size() == kParts) return std::nullopt;
    Part part = read_part(body.substr(line + 2, end < line + 2 ? 0 : end - line - 2));
    if (!part.name.empty()) parts.push_back(std::move(part));
    body.remove_prefix(end + next.size());
  }
  return parts;
}

std::string_view part_text(const std::vector<Part>& parts, std::string_view name) {
  for (const Part& part : parts)
    if (part.name == name) return part.body;
  return {};
}

}  // namespace herald::provider

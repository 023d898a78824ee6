#include "plugins/providers/parts/mail_tree.hpp"

#include <algorithm>

#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

constexpr std::size_t kMostParts = 100;
constexpr std::size_t kLongestBoundary = 70;

/// Where a line begins that is this boundary or its end, from `at` on, which is the beginning of a line.
std::size_t boundary_from(std::string_view text, std::size_t at, std::string_view boundary) {
  while (at < text.size()) {
    if (text.substr(at).starts_with("--") && text.substr(at + 2).starts_with(boundary)) return at;
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return end;
    at = end + 1;
  }
  return std::string_view::npos;
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

MailPart split_mail(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t next = std::min(end + 1, text.size());
    if (line.empty() || line == "\r") return {text.substr(0, at), text.substr(next)};
    at = next;
  }
  return {text, {}};
}

std::string type_of(const MailPart& part) {
  const std::string field = mail_header(part.head, "Content-Type");
  const std::string type = lower(trimmed(std::string_view{field}.substr(0, field.find(';'))));
  return type.empty() ? "text/plain" : type;
}

std::vector<MailPart> parts_of(const MailPart& multipart) {
  std::vector<MailPart> parts;
  const std::string field = mail_header(multipart.head, "Content-Type");
  const std::string boundary = header_parameter(field, "boundary");
  if (!lower(field).starts_with("multipart/") || boundary.empty() || boundary.size() > kLongestBoundary)
    return parts;
  const std::string_view text = multipart.body;
  std::size_t mark = boundary_from(text, 0, boundary);
  while (mark != std::string_view::npos && parts.size() < kMostParts) {
    if (text.substr(mark + 2 + boundary.size()).starts_with("--")) break;
    const std::size_t line = text.find('\n', mark);
    if (line == std::string_view::npos) break;
    mark = boundary_from(text, line + 1, boundary);
    const std::size_t end = std::min(mark, text.size());
    parts.push_back(split_mail(without_line_end(text.substr(line + 1, end - line - 1))));
  }
  return parts;
}

}  // namespace herald::provider

#include "host/egress/response.hpp"

namespace herald::egress {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

bool Response::take_header(std::string_view line) {
  header_bytes_ += static_cast<std::int64_t>(line.size());
  if (header_bytes_ > limits_.header_bytes) return false;
  if (line.starts_with("HTTP/")) {
    headers.clear();
    headers_done_ = false;
  } else if (trimmed(line).empty()) {
    headers_done_ = true;
  } else if (!headers_done_) {
    store(line);
  }
  return true;
}

void Response::store(std::string_view line) {
  const bool folded = line.front() == ' ' || line.front() == '\t';  // RFC 9112 §5.2
  if (folded && !headers.empty()) {
    headers.back().value.append(" ").append(trimmed(line));
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  headers.push_back(
      {std::string{trimmed(line.substr(0, colon))}, std::string{trimmed(line.substr(colon + 1))}});
}

bool Response::take_body(std::string_view bytes) {
  const auto room = limits_.body_bytes - static_cast<std::int64_t>(body.size());
  if (static_cast<std::int64_t>(bytes.size()) > room) return false;
  body.append(bytes);
  return true;
}

}  // namespace herald::egress

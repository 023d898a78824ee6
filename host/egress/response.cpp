#include "host/egress/response.hpp"

#include <charconv>

namespace herald::egress {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// RFC 9112 §4: the three digits after the version.
int status_of(std::string_view line) {
  const auto blank = line.find(' ');
  int status = 0;
  if (blank != std::string_view::npos)
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
  return status;
}

}  // namespace

bool Response::take_header(std::string_view line) {
  header_bytes_ += static_cast<std::int64_t>(line.size());
  if (header_bytes_ > limits_.header_bytes) return false;
  if (line.starts_with("HTTP/")) {
    headers.clear();
    headers_done_ = false;
    status_ = status_of(line);
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

Taken Response::take_body(std::string_view bytes) {
  const auto count = static_cast<std::int64_t>(bytes.size());
  if (count > limits_.body_bytes - body_bytes_) return Taken::TooMuch;
  body_bytes_ += count;
  if (saves()) return save(bytes) ? Taken::Yes : Taken::NotSaved;
  body.append(bytes);
  return Taken::Yes;
}

bool Response::save(std::string_view bytes) {
  if (!file_) file_ = std::make_unique<std::ofstream>(path_, std::ios::binary);
  file_->write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file_->good();
}

bool Response::finish_saving() {
  const bool good = save({});
  file_->close();
  return good && file_->good();
}

}  // namespace herald::egress

#include "host/http/framing.hpp"

#include <charconv>
#include <optional>
#include <string_view>

namespace herald::http {
namespace {

Refusal ambiguous(std::string_view detail) { return {400, "ambiguous_framing", detail}; }

/// True when the comma-separated list holds the token, in any case.
bool lists(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto end = list.find(',');
    std::string_view item = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    while (!item.empty() && (item.front() == ' ' || item.front() == '\t')) item.remove_prefix(1);
    while (!item.empty() && (item.back() == ' ' || item.back() == '\t')) item.remove_suffix(1);
    if (same_name(item, token)) return true;
  }
  return false;
}

std::optional<std::uint64_t> read_length(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The headers that matter here, gathered in one pass.
struct Found {
  int lengths{0};
  int encodings{0};
  std::string_view length, encoding, expect;
  bool close{false};
  bool keep{false};
};

Found gather(const Request& request) {
  Found found;
  for (const Header& header : request.headers) {
    if (same_name(header.name, "Content-Length")) {
      ++found.lengths;
      found.length = header.value;
    } else if (same_name(header.name, "Transfer-Encoding")) {
      ++found.encodings;
      found.encoding = header.value;
    } else if (same_name(header.name, "Expect")) {
      found.expect = header.value;
    } else if (same_name(header.name, "Connection")) {
      found.close = found.close || lists(header.value, "close");
      found.keep = found.keep || lists(header.value, "keep-alive");
    }
  }
  return found;
}

}  // namespace

std::variant<Framing, Refusal> frame(const Head& head) {
  const Found found = gather(head.request);
  if (found.lengths > 1) return ambiguous("Content-Length is given more than once");
  if (found.lengths > 0 && found.encodings > 0)
    return ambiguous("Content-Length and Transfer-Encoding exclude each other");
  if (found.encodings > 1 || (found.encodings > 0 && head.minor_version == 0))
    return ambiguous("Transfer-Encoding must be given once, and only in HTTP/1.1");
  Framing framing;
  framing.keep_alive = !found.close && (head.minor_version == 1 || found.keep);
  if (found.encodings > 0) {
    if (!same_name(found.encoding, "chunked"))
      return Refusal{501, "transfer_encoding_not_implemented", "the only known Transfer-Encoding is chunked"};
    framing.chunked = true;
  }
  if (found.lengths > 0) {
    const auto length = read_length(found.length);
    if (!length) return ambiguous("Content-Length must be a plain decimal number");
    framing.length = *length;
  }
  if (!found.expect.empty() && head.minor_version == 1) {
    if (!same_name(found.expect, "100-continue"))
      return Refusal{417, "expectation_failed", "the only known expectation is 100-continue"};
    framing.wants_continue = framing.chunked || framing.length > 0;
  }
  return framing;
}

}  // namespace herald::http

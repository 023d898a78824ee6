#include "host/http/head.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace herald::http {
namespace {

constexpr std::size_t kLongestMethod = 32;

Refusal malformed(std::string_view detail) { return {400, "malformed_request", detail}; }
constexpr Refusal kTooLong{431, "head_too_large", "the request line and headers exceed the limit in bytes"};
constexpr Refusal kLongLine{414, "request_line_too_long", "the request line exceeds the limit in bytes"};
constexpr Refusal kTooMany{431, "too_many_headers", "the request has more header fields than allowed"};

bool token_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, token_char); }

bool value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

bool target_char(char c) { return c > 0x20 && c < 0x7f && c != '#'; }

/// Splits the target (RFC 9112 §3.2): origin form, absolute form, or `*` for OPTIONS.
bool split_target(Request& request) {
  std::string_view rest = request.target;
  if (rest == "*") {
    request.path = "*";
    return request.method == Method::Options;
  }
  if (!rest.starts_with('/')) {
    const std::size_t scheme = rest.starts_with("http://") ? 7 : rest.starts_with("https://") ? 8 : 0;
    if (scheme == 0) return false;
    rest.remove_prefix(std::min(rest.find_first_of("/?", scheme), rest.size()));
  }
  const auto mark = rest.find('?');
  request.path = rest.substr(0, mark);
  if (request.path.empty()) request.path = "/";
  if (mark != std::string_view::npos) request.query = rest.substr(mark + 1);
  return true;
}

std::optional<Refusal> parse_request_line(std::string_view line, Head& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return malformed("expected a request line 'METHOD target HTTP/1.1'");
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!token(method) || method.size() > kLongestMethod) return malformed("the method is not a token");
  if (target.empty() || !std::ranges::all_of(target, target_char))
    return malformed("the request target holds a blank, a control character, '#' or a byte above 127");
  if (!version.starts_with("HTTP/") || version.size() != 8)
    return malformed("expected a request line 'METHOD target HTTP/1.1'");
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return Refusal{505, "version_not_supported", "this server speaks HTTP/1.1 and HTTP/1.0"};
  head.minor_version = version.back() - '0';
  head.request.method = method_of(method);
  head.request.method_text = method;
  if (head.request.method == Method::Other)
    return Refusal{501, "method_not_implemented",
                   "this server knows GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS"};
  head.request.target = target;
  if (!split_target(head.request))
    return malformed("the request target is neither a path nor an http(s) URL");
  return std::nullopt;
}

std::optional<Refusal> parse_field(std::string_view line, Request& request) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !token(line.substr(0, colon)))
    return malformed("expected a header line 'Name: value' without folding or blanks before the colon");
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::ranges::all_of(value, value_char)) return malformed("a header value holds a control character");
  request.headers.push_back({std::string{line.substr(0, colon)}, std::string{value}});
  return std::nullopt;
}

std::optional<Refusal> check_host(const Head& head) {
  const auto hosts =
      std::ranges::count_if(head.request.headers, [](const Header& h) { return same_name(h.name, "Host"); });
  if (hosts > 1 || (hosts == 0 && head.minor_version == 1))
    return malformed("expected exactly one Host header");
  return std::nullopt;
}

}  // namespace

std::variant<HeadOpen, HeadEnd, Refusal> find_head_end(std::string_view input, std::size_t scanned,
                                                       std::size_t limit) {
  for (auto at = input.find('\n', scanned); at != std::string_view::npos; at = input.find('\n', at + 1)) {
    if (at >= limit) return kTooLong;
    if (at == 0 || input[at - 1] != '\r') return malformed("a line ends without CR LF");
    if (at >= 3 && input[at - 2] == '\n') return HeadEnd{at + 1};
  }
  if (input.size() >= limit) return kTooLong;
  return HeadOpen{input.size()};
}

std::variant<Head, Refusal> parse_head(std::string_view text, const HeadLimits& limits) {
  Head head;
  head.request.headers.reserve(16);
  bool first = true;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    if (end == std::string_view::npos) return malformed("a line ends without CR LF");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (line.empty()) break;
    if (first && line.size() > limits.request_line) return kLongLine;
    if (!first && head.request.headers.size() == limits.fields) return kTooMany;
    const auto refusal = first ? parse_request_line(line, head) : parse_field(line, head.request);
    if (refusal) return *refusal;
    first = false;
  }
  if (first) return malformed("the request line is missing");
  if (const auto refusal = check_host(head)) return *refusal;
  return head;
}

}  // namespace herald::http

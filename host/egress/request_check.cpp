#include "host/egress/request_check.hpp"

#include "host/egress/body_reader.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string>

namespace herald::egress {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

// They frame the message or steer the connection, which is this room's business; Host must be the URL's.
constexpr std::array<std::string_view, 9> kOwnHeaders{"Connection", "Content-Length",    "Expect",
                                                      "Host",       "Keep-Alive",        "Proxy-Connection",
                                                      "TE",         "Transfer-Encoding", "Upgrade"};

Error bad_url(std::string detail) { return Error{Errc::Invalid, "bad_url", std::move(detail)}; }
Error bad_request(std::string detail) { return Error{Errc::Invalid, "bad_request", std::move(detail)}; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  const auto fits = [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && (std::isalnum(byte) != 0 || kMarks.find(c) != std::string_view::npos);
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

std::optional<std::string> url_part(const Url& url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return std::nullopt;
  std::string copy{text};
  curl_free(text);
  return copy;
}

Result<Scheme> check_url(const std::string& text) {
  const auto breaks = [](char c) { return is_control(c) || c == ' '; };
  if (std::any_of(text.begin(), text.end(), breaks)) {
    return bad_url("expected a URL without blanks and control characters");
  }
  const Url url{curl_url()};
  HERALD_CHECK(url != nullptr);
  const auto code =
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS | CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK) return bad_url(std::string{"expected a URL, found: "} + curl_url_strerror(code));
  const auto scheme = url_part(url, CURLUPART_SCHEME).value_or("");
  if (scheme != "http" && scheme != "https") return bad_url("expected http or https, found another scheme");
  if (url_part(url, CURLUPART_USER) || url_part(url, CURLUPART_PASSWORD)) {
    return bad_url("expected a URL without user name and password");
  }
  if (url_part(url, CURLUPART_PORT).value_or("1").find_first_not_of('0') == std::string::npos) {
    return bad_url("expected a port from 1 to 65535, found 0");
  }
  return scheme == "http" ? Scheme::Http : Scheme::Https;
}

Result<Done> check_header(const Header& header) {
  if (!is_token(header.name)) return bad_request("expected a header name made of token characters");
  const auto& value = header.value;
  if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; })) {
    return bad_request("header " + header.name + ": expected a value without control characters");
  }
  const auto reserved = [&](std::string_view own) { return same_name(own, header.name); };
  if (std::any_of(kOwnHeaders.begin(), kOwnHeaders.end(), reserved)) {
    return bad_request("header " + header.name + " is set by the engine and cannot be given");
  }
  return Done{};
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

Result<Scheme> check_request(const Request& request) {
  if (!is_token(request.method)) return bad_request("expected a method made of token characters");
  if (request.method == "CONNECT") return bad_request("expected a method other than CONNECT");
  if (request.method == "HEAD" && !request.body.empty()) return bad_request("expected no body with HEAD");
  if (request.timeout.count() < 1) return bad_request("expected a timeout of at least 1 ms");
  if (request.max_response_bytes < 0) return bad_request("expected a response limit of at least 0 bytes");
  if (request.method == "HEAD" && !request.files.empty()) return bad_request("expected no body with HEAD");
  if (!BodyReader{request.body, request.files}.ready())
    return Error{Errc::Unavailable, "body_missing", "a file of the body is not there as it was stored"};
  for (const auto& header : request.headers) {
    if (auto checked = check_header(header); !checked) return std::move(checked).error();
  }
  return check_url(request.url);
}

}  // namespace herald::egress

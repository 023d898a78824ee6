#include "host/streams/upgrade.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "host/json/document.hpp"

namespace herald::streams {
namespace {

constexpr std::size_t kMostHeaders = 32;
constexpr std::size_t kMostHeaderBytes = 8 * 1024;
constexpr std::size_t kLongestTarget = 2048;
constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 section 1.3

Error bad_websocket(const std::string& what) {
  return {.code = Errc::Internal,
          .reason = "bad_actions",
          .detail = "the provider plugin answered outside of its contract: websocket needs " + what};
}

Error not_switched(const std::string& what) {
  return {.code = Errc::Unavailable, .reason = "upgrade", .detail = what};
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || kOthers.find(c) != std::string_view::npos;
  });
}

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// What the handshake itself writes.
bool is_ours(const std::string& name) {
  constexpr std::array kOurs{"host", "upgrade", "connection", "content-length", "transfer-encoding"};
  return std::ranges::find(kOurs, name) != kOurs.end() || name.starts_with("sec-websocket-");
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}

bool lists(const std::string& value, std::string_view word) {
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    if (lower_case(trimmed(std::string_view{value}.substr(at, comma - at))) == word) return true;
    at = comma + 1;
  }
  return false;
}

std::string accept_of(const std::string& key) {
  const std::string joined = key + std::string{kMagic};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(joined.data(), joined.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) return "";
  std::array<unsigned char, 64> text{};
  const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
  return {text.begin(), text.begin() + length};
}

/// The fields that count, each the value it had; a repeated one is its values with commas.
struct Fields {
  std::string upgrade{}, connection{}, accept{}, extensions{}, protocol{};
};

void note_field(Fields& fields, const std::string& name, const std::string& value) {
  const auto put = [&](std::string& field) { field += (field.empty() ? "" : ",") + value; };
  if (name == "upgrade") put(fields.upgrade);
  if (name == "connection") put(fields.connection);
  if (name == "sec-websocket-accept") put(fields.accept);
  if (name == "sec-websocket-extensions") put(fields.extensions);
  if (name == "sec-websocket-protocol") put(fields.protocol);
}

Result<Fields> read_fields(std::string_view lines) {
  Fields fields;
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 2);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return not_switched("expected header fields, found a line that is none");
    note_field(fields, lower_case(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  return fields;
}

/// The port is left out where it is the scheme's.
std::string host_header(const Connect& connect) {
  const bool address6 = connect.host.find(':') != std::string::npos;
  const std::string host = address6 ? '[' + connect.host + ']' : connect.host;
  const int usual = connect.tls == TlsMode::Implicit ? 443 : 80;
  return connect.port == usual ? host : host + ':' + std::to_string(connect.port);
}

}  // namespace

Result<Upgrade> read_upgrade(const std::string& json) {
  const auto wish = json::parse(json);
  if (!wish || wish->kind() != json::Kind::Object) return bad_websocket("an object");
  Upgrade upgrade;
  if (const auto target = wish->member("target")) upgrade.target = target->text().value_or("");
  if (!upgrade.target.starts_with('/') || upgrade.target.size() > kLongestTarget ||
      !is_printable(upgrade.target) || upgrade.target.find_first_of(" #") != std::string::npos)
    return bad_websocket("a target of at most 2048 characters that begins with /");
  if (const auto protocol = wish->member("protocol")) upgrade.protocol = protocol->text().value_or("");
  if (!upgrade.protocol.empty() && !is_token(upgrade.protocol))
    return bad_websocket("a protocol that is a token");
  const auto headers = wish->member("headers");
  if (!headers) return upgrade;
  std::size_t bytes = 0;
  for (const json::Document& pair : headers->elements()) {
    const auto parts = pair.elements();
    const std::string name = parts.size() == 2 ? parts[0].text().value_or("") : "";
    const std::string value = parts.size() == 2 ? parts[1].text().value_or("") : "";
    bytes += name.size() + value.size();
    if (!is_token(name) || is_ours(lower_case(name)) || !is_printable(value) || bytes > kMostHeaderBytes ||
        upgrade.headers.size() == kMostHeaders)
      return bad_websocket("at most 32 headers of 8 KiB that are not the handshake's own");
    upgrade.headers.emplace_back(name, value);
  }
  return upgrade;
}

std::string upgrade_request(const Connect& connect, const std::string& key) {
  std::string request = "GET " + connect.upgrade->target + " HTTP/1.1\r\nHost: " + host_header(connect) +
                        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key +
                        "\r\nSec-WebSocket-Version: 13\r\n";
  if (!connect.upgrade->protocol.empty())
    request += "Sec-WebSocket-Protocol: " + connect.upgrade->protocol + "\r\n";
  for (const auto& [name, value] : connect.upgrade->headers)
    request.append(name).append(": ").append(value) += "\r\n";
  return request + "\r\n";
}

std::optional<std::size_t> head_size(std::string_view received) {
  const std::size_t end = received.find("\r\n\r\n");
  return end == std::string_view::npos ? std::nullopt : std::optional{end + 4};
}

Result<Done> check_answer_head(std::string_view head, const std::string& key, const std::string& protocol) {
  const std::size_t line_end = head.find("\r\n");
  const std::string_view line = head.substr(0, line_end);
  const bool is_http = line.size() >= 12 && line.starts_with("HTTP/1.1 ") &&
                       std::ranges::all_of(line.substr(9, 3), [](char c) { return c >= '0' && c <= '9'; }) &&
                       (line.size() == 12 || line[12] == ' ');
  if (!is_http) return not_switched("expected an answer of HTTP/1.1, found something else");
  if (line.substr(9, 3) != "101")
    return not_switched("expected HTTP status 101, found " + std::string{line.substr(9, 3)});
  const auto fields = read_fields(head.substr(line_end + 2));
  if (!fields) return fields.error();
  if (lower_case(fields->upgrade) != "websocket" || !lists(fields->connection, "upgrade"))
    return not_switched("expected Upgrade: websocket and Connection: Upgrade, found others");
  if (fields->accept != accept_of(key))
    return not_switched("expected the Sec-WebSocket-Accept of our key, found another or none");
  if (!fields->extensions.empty())
    return not_switched("expected no extension, found one that was not asked for");
  if (fields->protocol != protocol)
    return not_switched("expected the subprotocol that was asked for, found another or none");
  return Done{};
}

}  // namespace herald::streams

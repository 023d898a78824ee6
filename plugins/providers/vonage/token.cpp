#include "plugins/providers/vonage/token.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::int64_t kAheadSeconds = 60;
constexpr std::int64_t kLifetimeSeconds = 900;
constexpr std::size_t kLongestToken = 8192;
constexpr std::uint32_t kUuidBytes = 16;

/// The three segments of a compact token, each of letters of base64url.
struct Segments {
  std::string_view head, claims, signature;
};

bool base64url(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !text.empty() && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::optional<Segments> segments_of(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.size() > kLongestToken) return std::nullopt;
  const Segments out{token.substr(0, first), token.substr(first + 1, second - first - 1),
                     token.substr(second + 1)};
  if (!base64url(out.head) || !base64url(out.claims) || !base64url(out.signature)) return std::nullopt;
  return out;
}

/// The JSON object in a segment; discarded for anything else.
json object_in(std::string_view segment, const Primitives& primitives) {
  const auto text = primitives.from_base64url(segment);
  json value = text ? json::parse(*text, nullptr, false) : json(json::value_t::discarded);
  return value.is_object() ? value : json(json::value_t::discarded);
}

std::string wrong_time(const json& claims, const Trust& trust) {
  const std::int64_t now = trust.now_ms / 1000;
  const auto issued = integer_at(claims, "iat");
  if (!issued) return "expected the claim iat in seconds, found none";
  if (*issued < now - trust.tolerance_seconds || *issued > now + kAheadSeconds)
    return "the claim iat lies outside of the tolerance";
  if (claims.contains("exp") && integer_at(claims, "exp").value_or(0) <= now) return "the token has expired";
  if (claims.contains("nbf") &&
      integer_at(claims, "nbf").value_or(now + kAheadSeconds + 1) > now + kAheadSeconds)
    return "the token is not valid yet";
  return {};
}

std::string wrong_hash(const json& claims, std::string_view body, const Primitives& primitives) {
  const std::string hash = lower(text_at(claims, "payload_hash"));
  if (hash.empty() && body.empty() && !claims.contains("payload_hash")) return {};
  if (hash.empty()) return "expected the claim payload_hash, found none";
  if (!primitives.equal(primitives.sha256_hex(body), hash)) return "payload_hash does not match the body";
  return {};
}

bool hs256_of_one(std::string_view token, const Segments& segments, const Trust& trust,
                  const Primitives& primitives) {
  const std::string_view data = token.substr(0, segments.head.size() + 1 + segments.claims.size());
  bool found = false;
  for (const std::string& secret : trust.secrets)
    if (primitives.equal(primitives.hs256(secret, data), segments.signature)) found = true;
  return found;
}

/// Version 4 (RFC 9562 §5.4) of 16 bytes.
std::string uuid_of(std::string bytes) {
  const auto set = [&](std::size_t at, unsigned keep, unsigned bits) {
    bytes.at(at) = static_cast<char>((static_cast<unsigned char>(bytes.at(at)) & keep) | bits);
  };
  set(6, 0x0FU, 0x40U);
  set(8, 0x3FU, 0x80U);
  std::string hex = sdk::to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, "-");
  return hex;
}

}  // namespace

std::optional<std::string> bearer_of(std::string_view authorization) {
  const std::size_t blank = authorization.find(' ');
  if (blank == std::string_view::npos || !sdk::same_name(authorization.substr(0, blank), "Bearer"))
    return std::nullopt;
  return std::string(trimmed(authorization.substr(blank)));
}

TokenReading read_token(std::string_view token, std::string_view body, const Trust& trust,
                        const Primitives& primitives) {
  if (trust.secrets.empty())
    return {.reason = "the channel has no auth_token, the signature secret, to verify callbacks with"};
  const auto segments = segments_of(token);
  if (!segments) return {.reason = "expected a token of three segments in base64url, found something else"};
  const json head = object_in(segments->head, primitives);
  if (!head.is_object() || text_at(head, "alg") != "HS256")
    return {.reason = "expected a token of algorithm HS256, found another"};
  if (!hs256_of_one(token, *segments, trust, primitives))
    return {.reason = "the token is not signed with the signature secret"};
  const json claims = object_in(segments->claims, primitives);
  if (!claims.is_object()) return {.reason = "expected claims as a JSON object, found something else"};
  if (std::string reason = wrong_time(claims, trust); !reason.empty()) return {.reason = std::move(reason)};
  if (std::string reason = wrong_hash(claims, body, primitives); !reason.empty())
    return {.reason = std::move(reason)};
  return {.claims = {text_at(claims, "jti"), text_at(claims, "api_key"), text_at(claims, "application_id")}};
}

std::optional<std::string> application_token(const sdk::Call& call, const Account& account) {
  const std::int64_t now = call.now_ms() / 1000;
  const json claims{{"application_id", account.application_id},
                    {"iat", now},
                    {"exp", now + kLifetimeSeconds},
                    {"jti", uuid_of(call.crypto().nonce(kUuidBytes))}};
  std::string token = call.crypto().base64url(R"({"alg":"RS256","typ":"JWT"})") + "." +
                      call.crypto().base64url(dumped(claims));
  try {
    const std::string signature = call.crypto().sign(sdk::Scheme::RsaSha256, account.private_key, token);
    return token.append(".").append(call.crypto().base64url(signature));
  } catch (const sdk::Failure&) {  // the operator's key is none; its text may repeat a part of it
    return std::nullopt;
  }
}

}  // namespace herald::vonage

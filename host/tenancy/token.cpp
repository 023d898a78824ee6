#include "host/tenancy/token.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace herald::tenancy {
namespace {

constexpr json::ParseLimits kTokenLimits{.depth = 8, .bytes = kLongestToken};

Error malformed_token(std::string detail) {
  return {.code = Errc::Unauthenticated, .reason = "malformed_token", .detail = std::move(detail)};
}

/// The JSON object in one part.
std::optional<json::Document> object_in(std::string_view part) {
  const auto text = decode_base64url(part);
  if (!text) return std::nullopt;
  auto object = json::parse(*text, kTokenLimits);
  if (!object || object->kind() != json::Kind::Object) return std::nullopt;
  return *std::move(object);
}

}  // namespace

bool looks_like_token(std::string_view text) { return std::ranges::count(text, '.') == 2; }

std::optional<std::string> decode_base64url(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int done =
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                        nullptr, &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (done != 0 || end != text.data() + text.size()) return std::nullopt;
  out.resize(size);
  return out;
}

Result<Token> parse_token(std::string_view text) {
  if (text.size() > kLongestToken) return malformed_token("expected a token of at most 8192 bytes");
  if (!looks_like_token(text)) return malformed_token("expected three parts with dots between");
  const auto first = text.find('.');
  const auto second = text.rfind('.');
  const auto header = object_in(text.substr(0, first));
  auto claims = object_in(text.substr(first + 1, second - first - 1));
  auto signature = decode_base64url(text.substr(second + 1));
  if (!header || !claims || !signature)
    return malformed_token("expected header and claims as JSON objects and a signature, in base64url");
  const auto algorithm = header->member("alg");
  const auto key_id = header->member("kid");
  if (!algorithm || !algorithm->text() || (key_id && !key_id->text()))
    return malformed_token("expected the header's alg, and kid if there is one, as texts");
  if (header->member("crit")) return malformed_token("expected no crit header");
  return Token{.algorithm = *algorithm->text(),
               .key_id = key_id ? *key_id->text() : std::string{},
               .signed_text = std::string{text.substr(0, second)},
               .signature = *std::move(signature),
               .claims = *std::move(claims)};
}

}  // namespace herald::tenancy

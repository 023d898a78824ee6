#include "plugins/providers/mailgun/signature.hpp"

#include <algorithm>
#include <herald/text.hpp>

#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
namespace {

constexpr std::size_t kSignatureDigits = 64;
constexpr std::size_t kTimestampDigits = 12;
constexpr std::size_t kTokenBytes = 100;  // 50 by the documents

bool signed_by(const Seal& seal, const std::string& given, const std::string& key,
               const Primitives& primitives) {
  if (key.empty() || given.size() != kSignatureDigits || !sdk::from_hex(given)) return false;
  return primitives.equal(primitives.hmac_sha256_hex(key, seal.timestamp + seal.token),
                          provider::lower(given));
}

}  // namespace

std::optional<std::string> forgery(const Seal& seal, const Trust& trust, const Primitives& primitives) {
  if (trust.keys.empty() && trust.parent_key.empty())
    return "the channel has no webhook_secret, the HTTP webhook signing key, to verify with";
  if (seal.timestamp.empty() || seal.token.empty() || seal.signature.empty())
    return "expected timestamp, token and signature, found not all of them";
  const auto at = sdk::whole_number(seal.timestamp);
  if (!at || seal.timestamp.size() > kTimestampDigits || seal.token.size() > kTokenBytes)
    return "expected the timestamp in seconds and a token of 50 characters, found something else";
  const bool genuine =
      std::any_of(trust.keys.begin(), trust.keys.end(),
                  [&](const std::string& key) { return signed_by(seal, seal.signature, key, primitives); }) ||
      signed_by(seal, seal.parent_signature, trust.parent_key, primitives);
  if (!genuine) return "the signature does not match the timestamp and the token";
  const std::int64_t apart = trust.now_ms / 1000 - *at;
  if (apart > trust.tolerance_seconds || -apart > trust.tolerance_seconds)
    return "the timestamp lies outside of the tolerance";
  return std::nullopt;
}

}  // namespace herald::mailgun

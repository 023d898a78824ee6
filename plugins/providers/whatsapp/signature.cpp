#include "plugins/providers/whatsapp/signature.hpp"

#include <herald/text.hpp>

namespace herald::whatsapp {
namespace {

constexpr std::string_view kScheme = "sha256=";
constexpr std::size_t kDigestBytes = 32;

}  // namespace

Primitives primitives_of(const sdk::Crypto& crypto) {
  return {
      .hmac_sha256 = [&crypto](
                         std::string_view secret,
                         std::string_view data) { return crypto.hmac(sdk::Hash::Sha256, secret, data); },
      .sha256_hex =
          [&crypto](std::string_view data) { return sdk::to_hex(crypto.digest(sdk::Hash::Sha256, data)); },
      .equal = [&crypto](std::string_view a, std::string_view b) { return crypto.equal(a, b); }};
}

std::optional<std::string> forgery(std::string_view header, std::string_view body,
                                   const std::vector<std::string>& secrets, const Primitives& primitives) {
  if (header.empty()) return "expected the header X-Hub-Signature-256, found none";
  if (secrets.empty()) return "the channel has no api_secret, the app secret, to verify webhooks with";
  const auto given = header.starts_with(kScheme) ? sdk::from_hex(header.substr(kScheme.size()))
                                                 : std::optional<std::string>{};
  if (!given || given->size() != kDigestBytes) return "expected sha256= and 64 hexadecimal digits";
  bool genuine = false;
  for (const std::string& secret : secrets)
    if (primitives.equal(primitives.hmac_sha256(secret, body), *given)) genuine = true;
  if (!genuine) return "X-Hub-Signature-256 does not match the body";
  return std::nullopt;
}

}  // namespace herald::whatsapp

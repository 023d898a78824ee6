#include "host/tenancy/api_key.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "host/base/hex.hpp"

namespace herald::tenancy {
namespace {

constexpr std::string_view kLive = "hk_live_";
constexpr std::string_view kTest = "hk_test_";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSecretCharacters = 43;
constexpr std::size_t kShownCharacters = 12;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

std::string_view to_text(Mode mode) { return mode == Mode::Live ? "LIVE" : "TEST"; }

std::optional<Mode> mode(std::string_view text) {
  if (text == "LIVE") return Mode::Live;
  if (text == "TEST") return Mode::Test;
  return std::nullopt;
}

ApiKeyMaterial make_api_key(Mode mode, Random& random) {
  std::string secret = random.bytes(kSecretBytes);
  std::array<char, kSecretCharacters + 1> digits{};
  sodium_bin2base64(digits.data(), digits.size(), bytes(secret), secret.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(secret.data(), secret.size());
  ApiKeyMaterial key;
  key.text = std::string{mode == Mode::Live ? kLive : kTest} + digits.data();
  sodium_memzero(digits.data(), digits.size());
  key.hash = hash_api_key(key.text);
  key.prefix = key.text.substr(0, kShownCharacters);
  return key;
}

std::string hash_api_key(std::string_view text) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), bytes(text), text.size());
  return to_hex(digest);
}

std::optional<Mode> api_key_mode(std::string_view text) {
  const bool live = text.starts_with(kLive);
  if (!live && !text.starts_with(kTest)) return std::nullopt;
  const std::string_view secret = text.substr(kLive.size());
  if (secret.size() != kSecretCharacters || !std::ranges::all_of(secret, base64url)) return std::nullopt;
  return live ? Mode::Live : Mode::Test;
}

}  // namespace herald::tenancy

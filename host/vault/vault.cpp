#include "host/vault/vault.hpp"

#include <sodium.h>

#include <utility>

namespace herald::vault {
namespace {

constexpr std::string_view kVersion = "v1:";
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SealingKey::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void append_field(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

/// Lengths before the fields, so that no two places give the same bytes.
std::string aad_bytes(const Aad& aad, std::string_view key_id) {
  std::string out = "herald.vault.v1;";
  for (const std::string_view field : {key_id, aad.tenant, aad.row, aad.field}) append_field(out, field);
  return out;
}

std::string encode(std::string_view raw) {
  const std::size_t size = sodium_base64_encoded_len(raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  std::string out(size, '\0');
  sodium_bin2base64(out.data(), out.size(), bytes(raw), raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the terminating zero
  return out;
}

/// Empty when the text is not base64url.
std::string decode(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes(out), out.size(), text.data(), text.size(), nullptr, &size, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return {};
  }
  out.resize(size);
  return out;
}

Error unreadable(std::string detail) {
  return {.code = Errc::Internal, .reason = "secret_unreadable", .detail = std::move(detail)};
}

struct Parts {
  std::string_view key_id;
  std::string_view payload;
};

Parts split(std::string_view sealed) {
  if (!sealed.starts_with(kVersion)) return {};
  sealed.remove_prefix(kVersion.size());
  const auto colon = sealed.find(':');
  if (colon == std::string_view::npos) return {};
  return {.key_id = sealed.substr(0, colon), .payload = sealed.substr(colon + 1)};
}

}  // namespace

Vault::Vault(KeyRing ring, Random& random) : ring_{std::move(ring)}, random_{random} {
  HERALD_CHECK(sodium_init() >= 0);
  HERALD_CHECK(!ring_.keys.empty());
}

std::string Vault::seal(std::string_view plaintext, const Aad& aad) const {
  const SealingKey& key = ring_.newest();
  const std::string context = aad_bytes(aad, key.id());
  std::string raw = random_.bytes(kNonce);
  raw.resize(kNonce + plaintext.size() + kTag);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(raw) + kNonce, nullptr, bytes(plaintext), plaintext.size(),
                                             bytes(context), context.size(), nullptr, bytes(raw), key.data());
  return std::string{kVersion} + key.id() + ":" + encode(raw);
}

Result<std::string> Vault::open(std::string_view sealed, const Aad& aad) const {
  const Parts parts = split(sealed);
  if (parts.key_id.empty()) return unreadable("expected a text sealed as v1");
  const SealingKey* key = ring_.find(parts.key_id);
  if (key == nullptr) return unreadable("the key that sealed it is not in the key ring");
  std::string raw = decode(parts.payload);
  if (raw.size() < kNonce + kTag) return unreadable("the sealed text is damaged");
  const std::string context = aad_bytes(aad, key->id());
  std::string plaintext(raw.size() - kNonce - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plaintext), nullptr, nullptr, bytes(raw) + kNonce,
                                                 raw.size() - kNonce, bytes(context), context.size(),
                                                 bytes(raw), key->data()) != 0) {
    return unreadable("the sealed text is damaged or belongs to another place");
  }
  return plaintext;
}

bool Vault::outdated(std::string_view sealed) const { return split(sealed).key_id != ring_.newest().id(); }

Result<std::string> Vault::reseal(std::string_view sealed, const Aad& aad) const {
  auto plaintext = open(sealed, aad);
  if (!plaintext) return plaintext;
  std::string fresh = seal(*plaintext, aad);
  wipe(*plaintext);
  return fresh;
}

}  // namespace herald::vault

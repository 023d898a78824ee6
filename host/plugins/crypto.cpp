#include "host/plugins/crypto.hpp"

#include <herald/abi.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <climits>

namespace herald::plugins::crypto {
namespace {

Error unknown(std::string_view what, std::int32_t number) {
  return {Errc::Invalid, "unknown_algorithm",
          std::string{what} + ' ' + std::to_string(number) + " is not known"};
}

const EVP_MD* algorithm(std::int32_t hash) {
  switch (hash) {
    case HERALD_HASH_MD5:
      return EVP_md5();
    case HERALD_HASH_SHA1:
      return EVP_sha1();
    case HERALD_HASH_SHA256:
      return EVP_sha256();
    case HERALD_HASH_SHA512:
      return EVP_sha512();
    default:
      return nullptr;
  }
}

}  // namespace

Result<std::string> digest(std::int32_t hash, std::string_view data) {
  const EVP_MD* md = algorithm(hash);
  if (md == nullptr) return unknown("hash", hash);
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), out.data(), &size, md, nullptr) != 1)
    return Error{Errc::Internal, "crypto_failed", "the digest could not be computed"};
  return std::string{reinterpret_cast<const char*>(out.data()), size};
}

Result<std::string> hmac(std::int32_t hash, std::string_view key, std::string_view data) {
  const EVP_MD* md = algorithm(hash);
  if (md == nullptr) return unknown("hash", hash);
  if (key.size() > INT_MAX) return Error{Errc::Invalid, "bad_key", "the HMAC key is too long"};
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  // OpenSSL takes a null key for "the key of before"; an empty one must not be null.
  const void* secret = key.empty() ? "" : key.data();
  if (HMAC(md, secret, static_cast<int>(key.size()), octets(data), data.size(), out.data(), &size) == nullptr)
    return Error{Errc::Internal, "crypto_failed", "the HMAC could not be computed"};
  return std::string{reinterpret_cast<const char*>(out.data()), size};
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

Result<std::string> base64_encode(std::int32_t alphabet, std::string_view data) {
  if (alphabet != HERALD_BASE64_STD && alphabet != HERALD_BASE64_URL)
    return unknown("base64 alphabet", alphabet);
  const int variant = alphabet == HERALD_BASE64_STD ? sodium_base64_VARIANT_ORIGINAL
                                                    : sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(data.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), octets(data), data.size(), variant);
  text.pop_back();  // sodium's terminating zero
  return text;
}

Result<std::string> base64_decode(std::int32_t alphabet, std::string_view text) {
  if (alphabet != HERALD_BASE64_STD && alphabet != HERALD_BASE64_URL)
    return unknown("base64 alphabet", alphabet);
  int variant = sodium_base64_VARIANT_ORIGINAL;
  if (alphabet == HERALD_BASE64_URL)
    variant = text.ends_with('=') ? sodium_base64_VARIANT_URLSAFE : sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string data(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(data.data()), data.size(), text.data(), text.size(),
                        nullptr, &size, nullptr, variant) != 0)
    return Error{Errc::Invalid, "bad_text", "expected base64, found other text"};
  data.resize(size);
  return data;
}

}  // namespace herald::plugins::crypto

#include "tests/support/digests.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace herald::test {
namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

const EVP_MD* hash_named(const std::string& hash) {
  const EVP_MD* found = ::EVP_get_digestbyname(hash.c_str());
  if (found == nullptr) throw std::runtime_error{"no hash " + hash};
  return found;
}

}  // namespace

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string digest_of(const std::string& hash, std::string_view data) {
  Digest out{};
  unsigned size = 0;
  ::EVP_Digest(data.data(), data.size(), out.data(), &size, hash_named(hash), nullptr);
  return {out.begin(), out.begin() + size};
}

std::string hmac_of(const std::string& hash, std::string_view key, std::string_view data) {
  Digest out{};
  unsigned size = 0;
  const void* raw = data.data();
  ::HMAC(hash_named(hash), key.data(), static_cast<int>(key.size()), static_cast<const unsigned char*>(raw),
         data.size(), out.data(), &size);
  return {out.begin(), out.begin() + size};
}

}  // namespace herald::test

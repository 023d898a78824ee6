#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

/// The primitives behind herald.crypto/1. Numbers are those of herald/abi/host.h; keys are PEM or DER.
/// Errors: Invalid/"unknown_algorithm", "bad_key", "bad_certificate", "bad_text"; no text holds key material.
/// [any thread]
namespace herald::plugins::crypto {

/// The same bytes as OpenSSL and libsodium want them.
inline const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Result<std::string> digest(std::int32_t hash, std::string_view data);
Result<std::string> hmac(std::int32_t hash, std::string_view key, std::string_view data);
/// False for a signature that is not genuine.
Result<bool> verify(std::int32_t scheme, std::string_view public_key, std::string_view signature,
                    std::string_view data);
Result<std::string> sign(std::int32_t scheme, std::string_view private_key, std::string_view data);
/// PEM of the public key in an X.509 certificate.
Result<std::string> x509_public_key(std::string_view certificate);
/// Takes a time that depends on the lengths only.
bool equal(std::string_view a, std::string_view b);
Result<std::string> base64_encode(std::int32_t alphabet, std::string_view data);
Result<std::string> base64_decode(std::int32_t alphabet, std::string_view text);

}  // namespace herald::plugins::crypto

#include "host/tenancy/public_key.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace herald::tenancy {
namespace {

constexpr int kLeastRsaBits = 2048;

/// What an algorithm asks of a key.
struct Scheme {
  Algorithm algorithm;
  std::string_view name;
  const char* key_type;
  int key_bits;        ///< exactly; 0: see kLeastRsaBits
  const char* digest;  ///< null: the scheme hashes by itself
};
constexpr std::array<Scheme, 6> kSchemes{{{Algorithm::Rs256, "RS256", "RSA", 0, "SHA256"},
                                          {Algorithm::Rs384, "RS384", "RSA", 0, "SHA384"},
                                          {Algorithm::Rs512, "RS512", "RSA", 0, "SHA512"},
                                          {Algorithm::Es256, "ES256", "EC", 256, "SHA256"},
                                          {Algorithm::Es384, "ES384", "EC", 384, "SHA384"},
                                          {Algorithm::EdDsa, "EdDSA", "ED25519", 256, nullptr}}};

const Scheme& scheme_of(Algorithm algorithm) { return kSchemes.at(static_cast<std::size_t>(algorithm)); }

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// JOSE writes r and s side by side (RFC 7518 §3.4), OpenSSL wants them as ASN.1. Empty when it is neither.
std::string to_der(std::string_view pair, int key_bits) {
  const auto half = static_cast<std::size_t>(key_bits) / 8;
  if (pair.size() != 2 * half) return {};
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both{ECDSA_SIG_new(), ECDSA_SIG_free};
  BIGNUM* r = BN_bin2bn(octets(pair), static_cast<int>(half), nullptr);
  BIGNUM* s = BN_bin2bn(octets(pair) + half, static_cast<int>(half), nullptr);
  if (!both || ECDSA_SIG_set0(both.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  std::string out = size > 0 ? std::string(reinterpret_cast<char*>(der), static_cast<std::size_t>(size)) : "";
  OPENSSL_free(der);
  return out;
}

}  // namespace

std::string_view to_text(Algorithm algorithm) { return scheme_of(algorithm).name; }

std::optional<Algorithm> algorithm(std::string_view text) {
  const auto* found = std::ranges::find(kSchemes, text, &Scheme::name);
  if (found == kSchemes.end()) return std::nullopt;
  return found->algorithm;
}

Result<PublicKey> PublicKey::adopt(evp_pkey_st* key, Algorithm algorithm) {
  std::shared_ptr<evp_pkey_st> owned{key, EVP_PKEY_free};
  const Scheme& scheme = scheme_of(algorithm);
  const int bits = key == nullptr ? 0 : EVP_PKEY_get_bits(key);
  const bool fits =
      key != nullptr && EVP_PKEY_is_a(key, scheme.key_type) == 1 &&
      (scheme.key_bits == 0 ? bits >= kLeastRsaBits : scheme.digest == nullptr || bits == scheme.key_bits);
  if (!fits)
    return Error{.code = Errc::Invalid,
                 .reason = "bad_key",
                 .detail = "expected a key for " + std::string{scheme.name} +
                           " (RSA from 2048 bits, the curve of the algorithm)"};
  return PublicKey{std::move(owned), algorithm};
}

bool PublicKey::verifies(std::string_view signed_text, std::string_view signature) const {
  const Scheme& scheme = scheme_of(algorithm_);
  const bool pair = scheme.key_type == std::string_view{"EC"};
  const std::string der = pair ? to_der(signature, scheme.key_bits) : std::string{signature};
  if (der.empty()) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  const bool good =
      context &&
      EVP_DigestVerifyInit_ex(context.get(), nullptr, scheme.digest, nullptr, nullptr, key_.get(), nullptr) ==
          1 &&
      EVP_DigestVerify(context.get(), octets(der), der.size(), octets(signed_text), signed_text.size()) == 1;
  ERR_clear_error();  // what a forger sent must not show up as somebody else's failure
  return good;
}

}  // namespace herald::tenancy

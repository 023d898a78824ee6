#include "tests/support/token_signer.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace herald::test {
namespace {

using nlohmann::json;

EVP_PKEY* make_key(const std::string& algorithm) {
  if (algorithm == "RS256") return EVP_RSA_gen(2048);
  if (algorithm == "ES256") return EVP_EC_gen("P-256");
  return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
}

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number(const EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &value) != 1) throw std::runtime_error{"no such number in the key"};
  std::string out(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
  BN_bn2bin(value, reinterpret_cast<unsigned char*>(out.data()));
  BN_free(value);
  return out;
}

/// r and s side by side, 32 bytes each, out of ASN.1.
std::string side_by_side(const std::string& der) {
  const unsigned char* at = octets(der);
  ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string out(64, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(both), to, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(both), to + 32, 32);
  ECDSA_SIG_free(both);
  return out;
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), octets(bytes), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the closing zero
  return out;
}

std::string token_of(const json& header, const json& claims, std::string_view signature) {
  return base64url(header.dump()) + "." + base64url(claims.dump()) + "." + base64url(signature);
}

std::string hs256(std::string_view secret, std::string_view text) {
  std::array<unsigned char, 32> out{};
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), octets(text), text.size(), out.data(),
       nullptr);
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

TokenSigner::TokenSigner(std::string algorithm)
    : algorithm_{std::move(algorithm)}, key_{make_key(algorithm_), EVP_PKEY_free} {}

std::string TokenSigner::pem() const {
  BIO* to = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(to, key_.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(to, &text);
  std::string out(text, static_cast<std::size_t>(size));
  BIO_free(to);
  return out;
}

json TokenSigner::jwk(const std::string& kid) const {
  json out{{"kid", kid}, {"use", "sig"}, {"alg", algorithm_}};
  if (algorithm_ == "RS256") {
    out.update({{"kty", "RSA"},
                {"n", base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_N))},
                {"e", base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_E))}});
    return out;
  }
  std::array<unsigned char, 128> raw{};
  std::size_t size = raw.size();
  const auto part = [&](std::size_t from, std::size_t length) {
    return base64url({reinterpret_cast<const char*>(raw.data()) + from, length});
  };
  if (algorithm_ == "ES256") {
    EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY, raw.data(), raw.size(), &size);
    out.update({{"kty", "EC"}, {"crv", "P-256"}, {"x", part(1, 32)}, {"y", part(33, 32)}});
  } else {
    EVP_PKEY_get_raw_public_key(key_.get(), raw.data(), &size);
    out.update({{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", part(0, size)}});
  }
  return out;
}

std::string TokenSigner::signature(std::string_view text) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const EVP_MD* digest = algorithm_ == "EdDSA" ? nullptr : EVP_sha256();
  std::string out(512, '\0');
  std::size_t size = out.size();
  EVP_DigestSignInit(context, nullptr, digest, nullptr, key_.get());
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, octets(text), text.size());
  EVP_MD_CTX_free(context);
  out.resize(size);
  return algorithm_ == "ES256" ? side_by_side(out) : out;
}

std::string TokenSigner::sign_with(const json& header, const json& claims) const {
  const std::string text = base64url(header.dump()) + "." + base64url(claims.dump());
  return text + "." + base64url(signature(text));
}

std::string TokenSigner::sign(const json& claims, const std::string& kid) const {
  json header{{"alg", algorithm_}, {"typ", "JWT"}};
  if (!kid.empty()) header["kid"] = kid;
  return sign_with(header, claims);
}

}  // namespace herald::test

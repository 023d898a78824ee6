#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "host/json/document.hpp"
#include "host/tenancy/public_key.hpp"
#include "host/tenancy/token.hpp"

namespace herald::tenancy {
namespace {

using Build = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;
using Big = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

Error bad_keys(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_keys", .detail = std::move(detail)};
}

std::string text_in(const json::Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

/// The bytes of a member in base64url; empty when it is none.
std::string bytes_in(const json::Document& object, std::string_view name) {
  return decode_base64url(text_in(object, name)).value_or("");
}

/// Null when OpenSSL refuses the numbers.
EVP_PKEY* from_parameters(const char* type, OSSL_PARAM_BLD* build) {
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters{OSSL_PARAM_BLD_to_param(build),
                                                                           OSSL_PARAM_free};
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context{
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), EVP_PKEY_CTX_free};
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return key;
}

Big number_in(const json::Document& jwk, std::string_view name) {
  const std::string bytes = bytes_in(jwk, name);
  return {BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()),
                    nullptr),
          BN_free};
}

EVP_PKEY* rsa_key(const json::Document& jwk) {
  const Build build{OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free};
  const Big n = number_in(jwk, "n");
  const Big e = number_in(jwk, "e");
  if (!n || !e || BN_is_zero(n.get()) || BN_is_zero(e.get())) return nullptr;
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return from_parameters("RSA", build.get());
}

EVP_PKEY* curve_key(const json::Document& jwk) {
  const std::string curve = text_in(jwk, "crv");
  const char* group = curve == "P-256" ? "P-256" : curve == "P-384" ? "P-384" : nullptr;
  // An uncompressed point (SEC 1 §2.3.3).
  const std::string point = "\x04" + bytes_in(jwk, "x") + bytes_in(jwk, "y");
  if (group == nullptr) return nullptr;
  const Build build{OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free};
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return from_parameters("EC", build.get());
}

EVP_PKEY* edwards_key(const json::Document& jwk) {
  const std::string x = bytes_in(jwk, "x");
  if (text_in(jwk, "crv") != "Ed25519") return nullptr;
  return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                     reinterpret_cast<const unsigned char*>(x.data()), x.size());
}

EVP_PKEY* key_of(const json::Document& jwk) {
  const std::string type = text_in(jwk, "kty");
  if (type == "RSA") return rsa_key(jwk);
  if (type == "EC") return curve_key(jwk);
  if (type == "OKP") return edwards_key(jwk);
  return nullptr;
}

/// True for a key of a set that is meant for checking tokens of this algorithm.
bool meant_for(const json::Document& jwk, Algorithm algorithm) {
  const std::string use = text_in(jwk, "use");
  const std::string alg = text_in(jwk, "alg");
  return (use.empty() || use == "sig") && (alg.empty() || alg == to_text(algorithm));
}

Result<std::vector<NamedKey>> read_jwks(std::string_view text, Algorithm algorithm) {
  const auto set = json::parse(text);
  if (!set) return bad_keys("the key set: " + set.error().detail);
  std::vector<NamedKey> out;
  for (const json::Document& jwk : set->member("keys").value_or(json::Document{}).elements()) {
    if (!meant_for(jwk, algorithm)) continue;
    auto key = PublicKey::adopt(key_of(jwk), algorithm);
    if (!key) continue;
    const std::string id = text_in(jwk, "kid");
    if (std::ranges::find(out, id, &NamedKey::id) != out.end())
      return bad_keys("the key set: expected a kid of its own for each key, found two of '" + id + "'");
    out.push_back({id, *std::move(key)});
  }
  return out;
}

Result<std::vector<NamedKey>> read_pem(std::string_view text, Algorithm algorithm) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> from{
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
  std::vector<NamedKey> out;
  while (EVP_PKEY* key = PEM_read_bio_PUBKEY(from.get(), nullptr, nullptr, nullptr)) {
    auto fitting = PublicKey::adopt(key, algorithm);
    if (!fitting) return bad_keys("the PEM file: " + fitting.error().detail);
    out.push_back({"", *std::move(fitting)});
  }
  return out;
}

}  // namespace

Result<std::vector<NamedKey>> read_keys(std::string_view text, Algorithm algorithm) {
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool set = first != std::string_view::npos && text[first] == '{';
  auto keys = set ? read_jwks(text, algorithm) : read_pem(text, algorithm);
  ERR_clear_error();  // the end of a PEM file is an error to OpenSSL
  if (keys && keys->empty())
    return bad_keys("expected PEM public keys or a JWKS with a key for " + std::string{to_text(algorithm)} +
                    ", found none");
  return keys;
}

}  // namespace herald::tenancy

#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace herald::test {

/// An issuer of tokens: a private key made for the test. `algorithm` is RS256, ES256 or EdDSA. [one thread]
class TokenSigner {
 public:
  explicit TokenSigner(std::string algorithm);

  /// PEM of the public key.
  [[nodiscard]] std::string pem() const;
  /// The public key as a member of a JWKS.
  [[nodiscard]] nlohmann::json jwk(const std::string& kid) const;
  /// A token with these claims; the header's `alg` is the signer's, `kid` is left out when empty.
  [[nodiscard]] std::string sign(const nlohmann::json& claims, const std::string& kid = {}) const;
  /// The same with any header: what a forger may try.
  [[nodiscard]] std::string sign_with(const nlohmann::json& header, const nlohmann::json& claims) const;

 private:
  [[nodiscard]] std::string signature(std::string_view text) const;
  std::string algorithm_;
  std::unique_ptr<evp_pkey_st, void (*)(evp_pkey_st*)> key_;
};

/// Unpadded base64url.
std::string base64url(std::string_view bytes);
/// `header.claims.` in base64url, and whatever is put as the signature.
std::string token_of(const nlohmann::json& header, const nlohmann::json& claims, std::string_view signature);
/// HMAC-SHA256: the signature of somebody who takes a public key for a shared secret.
std::string hs256(std::string_view secret, std::string_view text);

}  // namespace herald::test

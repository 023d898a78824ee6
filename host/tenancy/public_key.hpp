#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

struct evp_pkey_st;

namespace herald::tenancy {

/// How tokens are signed (RFC 7518 §3.1, RFC 8037): asymmetric only, so that who can check cannot sign.
enum class Algorithm : std::uint8_t { Rs256, Rs384, Rs512, Es256, Es384, EdDsa };
/// "RS256" …, as in the token's header; EdDSA is Ed25519 here.
std::string_view to_text(Algorithm algorithm);
std::optional<Algorithm> algorithm(std::string_view text);

/// A key that checks signatures of one algorithm. [value, any thread]
class PublicKey {
 public:
  /// Invalid/"bad_key" when the key does not fit the algorithm, or is an RSA key
  /// below 2048 bits. Takes the key over.
  static Result<PublicKey> adopt(evp_pkey_st* key, Algorithm algorithm);
  [[nodiscard]] bool verifies(std::string_view signed_text, std::string_view signature) const;

 private:
  PublicKey(std::shared_ptr<evp_pkey_st> key, Algorithm algorithm)
      : key_{std::move(key)}, algorithm_{algorithm} {}
  // Shared by the copies of one key; OpenSSL's keys are not changed once made.
  std::shared_ptr<evp_pkey_st> key_;
  Algorithm algorithm_;
};

/// A key with its name in a JWKS; a PEM file gives none. [value]
struct NamedKey {
  std::string id;
  PublicKey key;
};

/// The keys in the text of a file: PEM blocks of public keys, or a JWKS (RFC 7517) of which those for other
/// algorithms and uses are left out. Invalid/"bad_keys" says what was found instead.
Result<std::vector<NamedKey>> read_keys(std::string_view text, Algorithm algorithm);

}  // namespace herald::tenancy

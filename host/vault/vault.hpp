#pragma once
#include <string>
#include <string_view>

#include "host/base/random.hpp"
#include "host/base/result.hpp"
#include "host/vault/key_ring.hpp"

namespace herald::vault {

/// Where a secret lives. It opens nowhere else, so a sealed text cannot be moved to another tenant or row.
struct Aad {
  std::string_view tenant{};
  std::string_view row{};
  std::string_view field{};
};

/// Seals and opens secrets. Sealed text: `v1:<key id>:<base64url of nonce and ciphertext>`. [any thread]
class Vault {
 public:
  /// `random` outlives the vault.
  Vault(KeyRing ring, Random& random);

  /// Seals with the newest key; each call takes a fresh 24-byte nonce.
  [[nodiscard]] std::string seal(std::string_view plaintext, const Aad& aad) const;
  /// Internal/"secret_unreadable" for a text that was damaged, moved, or sealed with a key that is not in
  /// the ring. The caller wipes the result.
  [[nodiscard]] Result<std::string> open(std::string_view sealed, const Aad& aad) const;
  /// True when the newest key did not seal this text: rotation is not finished.
  [[nodiscard]] bool outdated(std::string_view sealed) const;
  /// Opens and seals again with the newest key.
  [[nodiscard]] Result<std::string> reseal(std::string_view sealed, const Aad& aad) const;

 private:
  KeyRing ring_;
  Random& random_;
};

}  // namespace herald::vault

#pragma once
#include <string>
#include <string_view>

namespace herald::kit {

/// SHA-256 in hex.
std::string digest_hex(std::string_view bytes);

/// What a signature covers: digest, id and version of a plugin file. Throws UsageError for a file without a
/// readable note.
std::string signed_text(std::string_view file);

/// Ed25519 (RFC 8032), 64 bytes. `key` is PEM. Throws UsageError for another key, without showing it.
std::string ed25519(std::string_view key, std::string_view text);

/// PEM texts of a new pair. [value]
struct KeyPair {
  std::string private_key{}, public_key{};
};
KeyPair new_key_pair();

/// The lines of a signature file with those of `signer` replaced by one. Pure.
std::string with_signature(const std::string& lines, const std::string& signer, const std::string& signature);

}  // namespace herald::kit

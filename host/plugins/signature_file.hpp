#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace herald::plugins {

inline constexpr std::size_t kLargestSignatureFile = std::size_t{16} << 10U;  ///< bytes

/// One line of a signature file. [value]
struct FileSignature {
  std::string signer{};
  std::array<unsigned char, 64> bytes{};  ///< Ed25519 (RFC 8032)
};

/// Reads `<file>.so.sig`: lines `herald-signature-1 <signer> <base64 of 64 bytes>`. Pure, for files that lie.
/// Errors: Invalid/"malformed_signature" with the line's number.
Result<std::vector<FileSignature>> read_signatures(std::string_view text);

/// What a signer signs: which bytes they are, and as what.
std::string signed_text(std::string_view digest, std::string_view id, std::string_view version);

/// Whether `signature` is by the holder of that Ed25519 public key (32 bytes). Pure.
bool is_signed(const FileSignature& signature, const std::array<unsigned char, 32>& key,
               std::string_view text);

}  // namespace herald::plugins

#pragma once
#include <cstdint>
#include <string>

namespace herald::domain {

/// A signed statement that a shard's chain had this head. Kept apart from the database, it catches a tail
/// that was cut off or rewritten. [value]
struct Checkpoint {
  int shard{};
  std::int64_t seq{};
  std::string chain_hash{};  ///< 64 hex digits
  std::string public_key{};  ///< Ed25519, 64 hex digits
  std::string signature{};   ///< 128 hex digits
  bool operator==(const Checkpoint&) const = default;
};

}  // namespace herald::domain

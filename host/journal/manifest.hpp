#pragma once
#include <map>
#include <string>
#include <string_view>

#include "host/base/clock.hpp"
#include "host/domain/event.hpp"
#include "host/journal/checkpoint.hpp"

namespace herald::journal {

/// What an export holds, signed when it is begun: of each shard with an entry, all entries from 1 to this
/// head. Without it nobody could see that the end of a shard, or a whole shard, was left out. [value]
struct Manifest {
  Instant at{};
  std::map<int, domain::ChainHead> heads{};  ///< by shard
  std::string public_key{};                  ///< Ed25519, 64 hex digits
  std::string signature{};                   ///< 128 hex digits
};

Manifest make_manifest(const CheckpointSigner& signer, Instant at, std::map<int, domain::ChainHead> heads);
/// True when `trusted_key` (64 hex digits) signed exactly this manifest. [any thread]
bool genuine(const Manifest& manifest, std::string_view trusted_key);

}  // namespace herald::journal

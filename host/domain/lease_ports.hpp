#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "host/domain/ledger.hpp"
#include "host/domain/shards.hpp"

namespace herald::domain {

/// How far a writer has come. It lives while this changes. [value]
struct Fence {
  std::int64_t epoch{0};
  std::int64_t batch{0};
  bool left{false};  ///< it has given up all its shards and stops
  bool operator==(const Fence&) const = default;
};

/// Who owns which shard, and how far each writer has come. [value]
struct LeaseTable {
  std::array<std::string, kShards> owners{};  ///< a free shard has the empty name
  std::map<std::string, Fence> fences{};      ///< by writer
  [[nodiscard]] ShardSet of(const std::string& writer) const {
    ShardSet out;
    for (int shard = 0; shard < kShards; ++shard)
      if (owners[static_cast<std::size_t>(shard)] == writer) out = out | ShardSet::of(shard);
    return out;
  }
};

/// Free shards that a node takes; or those of another one, which is fenced off in the same transaction.
/// [value]
struct Claim {
  ShardSet shards{};   ///< they become this node's
  std::string from{};  ///< their owner, or empty: they are free
  Fence seen{};        ///< how far `from` had come when it was taken for dead
  ShardSet freed{};    ///< what else `from` owned, for other nodes to take
};

/// The shards that nodes share one database by (design D6). [any thread]
/// Errors: Unavailable; Conflict/"lease_moved" when another node was there first, or `from` lives.
class ShardLeases {
 public:
  virtual ~ShardLeases() = default;
  virtual Result<LeaseTable> read() = 0;
  virtual void claim(Claim claim, Completion<Done> done) = 0;
  /// Nothing of them may be under way in this node any more.
  virtual void release(ShardSet shards, Completion<Done> done) = 0;
  /// Gives up all shards for good, so that nobody waits for this node's lease to run out.
  virtual void leave(Completion<Done> done) = 0;
};

}  // namespace herald::domain

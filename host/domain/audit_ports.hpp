#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/checkpoint.hpp"
#include "host/domain/event.hpp"
#include "host/domain/ledger.hpp"

namespace herald::domain {

/// The part of a shard's chain that no checkpoint vouches for yet. [value]
struct OpenEnd {
  int shard{};
  ChainHead head{};
  std::int64_t covered{0};              ///< seq of the newest checkpoint; 0: there is none
  std::optional<Instant> covered_at{};  ///< when that was made
};

/// Heads and checkpoints of the journal's chains. [any thread]
class Checkpoints {
 public:
  virtual ~Checkpoints() = default;
  /// Of the shards that this node owns, those with entries after their newest checkpoint.
  virtual Result<std::vector<OpenEnd>> open_ends() = 0;
  /// Heads of all shards that have an entry.
  virtual Result<std::map<int, ChainHead>> heads() = 0;
  /// What the newest checkpoint of each shard vouches for.
  virtual Result<std::map<int, ChainHead>> newest() = 0;
  /// A shard's checkpoints after `after` up to and including `until`, in order.
  virtual Result<std::vector<Checkpoint>> read(int shard, std::int64_t after, std::int64_t until) = 0;
  /// Stores them durably, all or none.
  virtual void append(std::vector<Checkpoint> checkpoints, Completion<Done> done) = 0;
};

}  // namespace herald::domain

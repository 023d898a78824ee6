#pragma once
#include "host/base/random.hpp"
#include "host/domain/ports.hpp"

namespace herald::journal {

/// The sealer of real journals. [any thread, as far as its Random is]
class ChainSealer final : public domain::EventSealer {
 public:
  /// `random` outlives the sealer and gives the salts.
  explicit ChainSealer(Random& random) : random_{random} {}
  domain::JournalEntry seal(int shard, const domain::ChainHead& head, domain::Event event) override;

 private:
  Random& random_;
};

}  // namespace herald::journal

#pragma once
#include "host/domain/shards.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Applies receipts that one node parked while another one was storing the provider id that they wait for: in
/// neither of the two transactions was the other one's row to be seen. [any thread]
class ParkedMatch {
 public:
  /// One node looks for all: that which keeps house by `served`; null: this one.
  ParkedMatch(Writer& writer, Pool& pool, const domain::NodeShards* served = nullptr)
      : writer_{writer}, pool_{pool}, served_{served} {}
  /// Queues what can be applied by now. Answers how many provider ids that was.
  Result<std::size_t> look();

 private:
  Writer& writer_;
  Pool& pool_;
  const domain::NodeShards* served_;
};

}  // namespace herald::storage

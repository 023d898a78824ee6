#pragma once
#include "host/domain/lease_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Leases of shards in tables shard_lease and writer_fence. What a claim or release changes is told to
/// `owned` when it is committed, on the writer's thread. [any thread]
class StoredLeases final : public domain::ShardLeases {
 public:
  /// `self` is the writer's name; all outlive this.
  StoredLeases(Writer& writer, Pool& pool, std::string self, domain::NodeShards& owned)
      : writer_{writer}, pool_{pool}, self_{std::move(self)}, owned_{owned} {}
  Result<domain::LeaseTable> read() override;
  void claim(domain::Claim claim, domain::Completion<Done> done) override;
  void release(domain::ShardSet shards, domain::Completion<Done> done) override;
  void leave(domain::Completion<Done> done) override;

 private:
  void give_up(domain::ShardSet shards, bool for_good, domain::Completion<Done> done);
  Writer& writer_;
  Pool& pool_;
  std::string self_;
  domain::NodeShards& owned_;
};

}  // namespace herald::storage

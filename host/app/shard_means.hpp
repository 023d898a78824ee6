#pragma once
#include <memory>

#include "host/app/config.hpp"
#include "host/app/store.hpp"
#include "host/app/threads.hpp"
#include "host/cluster/keeper.hpp"
#include "host/dispatch/dispatcher.hpp"

namespace herald::app {

/// This node's part of the shards: taken before anything is accepted, kept while it runs, given up at its
/// end.
class ShardMeans {
 public:
  /// All outlive this.
  struct Ground {
    Store& store;
    domain::Ledger& ledger;
    dispatch::Dispatcher& dispatcher;
    const Clock& clock;
    telemetry::Log& log;
  };
  ShardMeans(const Config& config, Ground ground);
  /// Waits for the first shards, with the writer's loop running; what a crash left under way in them is
  /// settled. Errors: Unavailable/"no_shards" after a minute.
  Result<Done> join();
  /// From now on the writer beats and the shards are kept.
  void start();
  /// After the last thing that writes: all are given up, so that other nodes need not wait for the lease to
  /// run out.
  void stop();

 private:
  void beat(Tick now);
  void match(Tick now);
  [[nodiscard]] cluster::KeeperPorts keeper_ports();
  [[nodiscard]] Result<Done> settle_left_behind(domain::ShardSet shards);
  void turn();

  Ground ground_;
  cluster::Keeper keeper_;
  Tick next_beat_{};
  Tick next_match_{};  ///< of parked receipts
  bool others_{true};  ///< other nodes may have written since the last match
  std::unique_ptr<Loop> loop_;
};

}  // namespace herald::app

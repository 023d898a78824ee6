#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/cluster/share.hpp"
#include "host/telemetry/log.hpp"

namespace herald::cluster {

struct KeeperConfig {
  std::string self{};                               ///< this node's writer
  std::chrono::milliseconds lease{5'000};           ///< a writer that has not moved for so long is dead
  std::chrono::milliseconds look_every{500};        ///< and after each step of one's own
  std::chrono::milliseconds longest_leave{10'000};  ///< work under way in shards to be given up is waited for
};

/// All outlive the keeper.
struct KeeperPorts {
  domain::ShardLeases& leases;
  const domain::NodeShards& owned;  ///< leased by this node's writer
  domain::NodeShards& served;       ///< of these, those whose work this node does
  telemetry::Log& log;
  /// Settles what an earlier owner left under way in shards that came to this node, before they are served.
  /// May block. False: ask again later.
  std::function<bool(domain::ShardSet)> settle;
  std::function<void()> gained;  ///< more shards are served
  std::function<bool(domain::ShardSet)>
      under_way;  ///< whether work of these shards is under way in this node
};

/// Keeps this node's share of the shards. step() on one thread.
class Keeper {
 public:
  Keeper(KeeperConfig config, KeeperPorts ports) : config_{std::move(config)}, ports_{std::move(ports)} {}
  /// Looks, and asks for the next step. Answers when to look again.
  Tick step(Tick now);
  /// Serves nothing any more and gives up all shards, so that other nodes need not wait. `done` is called by
  /// the writer. No step() afterwards.
  void leave(domain::Completion<Done> done);

 private:
  struct Sight {
    domain::Fence fence;
    Tick since;         ///< when it was first seen like that
    bool moved{false};  ///< it has been seen otherwise before
  };
  using Task = std::function<void()>;
  void look(Tick now);
  void observe(const domain::LeaseTable& table, Tick now);
  [[nodiscard]] View view_of(const domain::LeaseTable& table, Tick now) const;
  void serve_what_came();
  void claim(domain::Claim claim);
  void give_up(Tick now);
  domain::Completion<Done> back(std::function<void(Result<Done>)> then);

  KeeperConfig config_;
  KeeperPorts ports_;
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<std::string, Sight> sights_;
  domain::ShardSet leaving_{};
  Tick leave_by_{};
  Tick next_look_{};
  bool asking_{false};  ///< a claim or release is with the writer
};

}  // namespace herald::cluster

#pragma once
#include <functional>
#include <memory>
#include <string>

#include "host/api/messages.hpp"
#include "host/api/next_channel.hpp"
#include "host/app/callback_desk.hpp"
#include "host/app/store.hpp"
#include "host/cluster/keeper.hpp"
#include "host/conversations/sum_loop.hpp"
#include "host/dispatch/dispatcher.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/far.hpp"
#include "tests/sim/provider.hpp"
#include "tests/sim/stubs.hpp"

namespace herald::sim {

/// How one node is set up.
struct NodePlan {
  std::size_t window{64};    ///< messages in memory
  std::size_t in_flight{8};  ///< deliveries at once
  std::string name{"node"};
};

/// What outlives every node.
struct Ground {
  VirtualClock& clock;
  Chance& chance;
  Far& far;
};

/// What a client posts. [value]
struct Post {
  domain::TenantId tenant{};
  std::string key{};  ///< Idempotency-Key; may be empty
  std::string body{};
};

/// Whose channels can do what; the ledger knows nothing of it.
enum class Talent : std::uint8_t { Plain, LooksUp, Keyed };
/// By the channel's name: `plain…`, `looks…`, `keyed…`.
Talent talent_of(const domain::Channel& channel);

/// The rooms of heraldd as host/app wires them, without threads: the world steps each loop. Destroying it is
/// a crash when the disk has been stopped before. [one thread]
class Node final : public domain::ProviderAccounts, public domain::Carrier {
 public:
  Node(const NodePlan& plan, Ground ground);
  ~Node() override;
  /// Takes the shards and the fence, and settles what the process before left behind.
  Result<Done> start();

  /// The request of a client: as of POST /communication/messages. Refused at once or completed later.
  void post(const Post& post, domain::Completion<domain::Accepted> done);
  /// A provider's callback, answered.
  inbound::Answer receive(const inbound::Callback& callback);

  // One turn of each loop.
  void step_writer();
  void step_dispatcher() { dispatcher_wake_ = dispatcher_.step(ground_.clock.tick()); }
  bool step_lane() { return port_.step(ground_.clock.tick()); }
  void step_sums() { static_cast<void>(sums_.step(ground_.clock.tick())); }
  void step_reverifier() { static_cast<void>(desk_.reverifier().step(ground_.clock.tick())); }
  /// When the dispatcher wants its next turn at the latest; the others look all the time.
  [[nodiscard]] Tick next_wake() const;

  [[nodiscard]] app::Store& store() { return store_; }
  [[nodiscard]] domain::Ledger& ledger() { return store_.ledger; }
  [[nodiscard]] dispatch::Dispatcher& dispatcher() { return dispatcher_; }
  [[nodiscard]] bool lane_idle() const { return port_.idle(); }
  /// The plugin is overdue with callbacks, the writer with them.
  void hamper(bool plugin_away, bool writer_busy);

  // Its ports.
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override;
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override;

 private:
  [[nodiscard]] inbound::InboundPorts inbound_ports();
  [[nodiscard]] api::MessagePorts message_ports();
  [[nodiscard]] cluster::KeeperPorts keeper_ports();
  Result<Done> settle_left_behind(domain::ShardSet shards);

  Ground ground_;
  app::Config config_;
  telemetry::Log log_;
  telemetry::Metrics metrics_;
  app::Store store_;
  Pump pump_;
  PumpedLedger pumped_ledger_;
  PumpedBacklog pumped_backlog_;
  NoExchanges exchanges_;
  NoStreams streams_;
  NoFiles files_;
  OpenEnvelope envelope_;
  SandboxPort port_;
  SandboxCatalog catalog_;
  dispatch::Dispatcher dispatcher_;
  cluster::Keeper keeper_;
  api::NextChannel next_channel_;
  app::CallbackDesk desk_;
  conversations::SumLoop sums_;
  Tick dispatcher_wake_{};
};

/// Where the database lies on the disk.
inline constexpr const char* kDatabase = "/herald.db";
storage::StorageUrl database_url();

}  // namespace herald::sim

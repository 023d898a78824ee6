#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/api/callers.hpp"
#include "host/api/entrance.hpp"
#include "host/api/next_channel.hpp"
#include "host/api/router.hpp"
#include "host/app/accounts_book.hpp"
#include "host/app/audit_desk.hpp"
#include "host/app/callback_desk.hpp"
#include "host/app/carrier.hpp"
#include "host/app/config.hpp"
#include "host/app/conversation_means.hpp"
#include "host/app/feature_means.hpp"
#include "host/app/identity.hpp"
#include "host/app/inbound_means.hpp"
#include "host/app/lane_thread.hpp"
#include "host/app/life_signs.hpp"
#include "host/app/media_means.hpp"
#include "host/app/metered_ledger.hpp"
#include "host/app/premises.hpp"
#include "host/app/price_means.hpp"
#include "host/app/readiness.hpp"
#include "host/app/shard_means.hpp"
#include "host/app/signals.hpp"
#include "host/app/store.hpp"
#include "host/app/stream_means.hpp"
#include "host/app/threads.hpp"
#include "host/app/upkeep.hpp"
#include "host/channel_log/channel_log.hpp"
#include "host/dispatch/account_exchange.hpp"
#include "host/dispatch/gatherer.hpp"
#include "host/inbound/media_fetcher.hpp"
#include "host/inbound/poller.hpp"
#include "host/plugins/crash_record.hpp"
#include "host/telemetry/health.hpp"

namespace herald::app {

/// One running Herald: every room, wired. Members are built in the order of a message's journey and go in the
/// reverse. Owned by main(), used by one thread.
class Node {
 public:
  explicit Node(Premises premises);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// Takes the writer's fence and this node's part of the shards, and starts the loops that commits need.
  Result<Done> open();
  /// Starts delivery and the two servers.
  Result<Done> serve();
  /// Stops in the reverse order: no new requests, deliveries under way seen through (at most the configured
  /// time), everything settled.
  void stop();
  /// Answers a request as the local socket would.
  [[nodiscard]] http::Response administer(const http::Request& request) const {
    return admin_router_.handle(request);
  }
  /// Another process took this node's shards: it commits nothing any more. [any thread]
  [[nodiscard]] bool fenced() const { return store_.writer.fenced(); }
  [[nodiscard]] telemetry::Log& log() { return log_; }
  [[nodiscard]] std::string address() const { return server_.address(); }

 private:
  void mount();
  [[nodiscard]] api::Means means();
  [[nodiscard]] std::optional<http::Upload> upload(const http::Request& head);
  [[nodiscard]] inbound::InboundPorts inbound_ports();
  [[nodiscard]] inbound::PollerPorts poller_ports();
  void check_health();
  void measure();
  void watch();
  void tend_plugins();
  void serve_features();
  [[nodiscard]] Result<Done> check_plugin_paths() const;
  void leave_when_fenced(Tick now);
  void start_delivery();
  void drain();

  SystemClock clock_;
  SystemRandom random_;
  Config config_;
  LifeSigns life_signs_;
  std::vector<FileLock> locks_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<journal::CheckpointSigner> signer_;
  telemetry::Log log_;
  telemetry::Metrics metrics_;
  telemetry::Health health_;

  Store store_;
  MediaMeans media_;
  MeteredLedger ledger_;
  Readiness readiness_{config_};
  plugins::Catalog catalog_;
  plugins::CrashRecord crash_record_;  // after catalog_, which reads that of the process before
  plugins::DirectoryWatch plugin_watch_;
  HangUp hang_up_;
  PluginDesk desk_;
  FeatureMeans features_;
  ConversationMeans conversations_;
  AccountsBook book_;
  egress::Engine engine_;
  EgressCarrier carrier_;
  StreamMeans streams_;
  dispatch::AccountExchange tester_;
  channel_log::ChannelLog channel_log_;
  dispatch::Gatherer gatherer_;
  dispatch::Dispatcher dispatcher_;
  ShardMeans shards_;
  VaultEnvelope envelope_;
  CallbackDesk callbacks_;
  inbound::Poller poller_;
  inbound::MediaFetcher fetcher_;
  PriceMeans prices_;
  AuditDesk audit_;
  journal::Checkpointer checkpointer_;
  NodeUpkeep upkeep_;
  api::AccountKeys keys_;
  api::AccountPeople people_;
  api::Router router_;
  api::Router admin_router_;
  std::unique_ptr<api::CommandEntrance> entrance_;
  std::unique_ptr<api::NextChannel> next_channel_;
  http::Server server_;
  http::Server admin_server_;

  // Threads: started in this order, stopped in the reverse.
  std::unique_ptr<Loop> writer_loop_;
  std::unique_ptr<Loop> write_back_loop_;
  std::unique_ptr<Loop> readiness_loop_;
  std::unique_ptr<Loop> plugins_loop_;
  std::unique_ptr<Loop> channel_log_loop_;
  std::unique_ptr<Loop> egress_loop_;
  std::unique_ptr<Loop> dispatcher_loop_;
  std::unique_ptr<Loop> poller_loop_;
  std::array<std::unique_ptr<Loop>, 2> media_loops_;  ///< inbound files, attachments
  std::unique_ptr<Loop> checkpoints_loop_;
  std::unique_ptr<Loop> webhooks_loop_;
  std::unique_ptr<Loop> watchdog_;
  std::optional<Tick> ends_at_{};  ///< set when it was fenced off
};

}  // namespace herald::app

#include "host/app/node.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "host/api/feature_routes.hpp"
#include "host/app/catalog_settings.hpp"
#include "host/journal/chain.hpp"

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kWait{1'000};
constexpr std::chrono::milliseconds kWatchEvery{100};
constexpr std::chrono::milliseconds kSettle{200};  ///< from the last event of a plugin file
constexpr std::chrono::seconds kFencedGrace{10};   ///< in which probes and callers are told

std::string sha256_hex(std::string_view bytes) { return journal::content_hash({}, bytes); }

http::Limits admin_limits() {
  http::Limits limits;
  limits.max_threads = 4;
  limits.max_queued = 16;
  return limits;
}

http::Observer observer(telemetry::Log& log, std::function<void(int, std::string_view)> on_refusal = {}) {
  return {.on_failure =
              [&log](std::string_view kind, std::string_view id) {
                log.error("request_failed", {{"exception", kind}, {"request", id}});
              },
          .on_refusal = std::move(on_refusal)};
}

}  // namespace

Node::Node(Premises premises)
    : config_{std::move(premises.config)},
      locks_{std::move(premises.locks)},
      vault_{std::move(premises.vault)},
      signer_{std::move(premises.signer)},
      log_{clock_, config_.log_level},
      store_{config_, clock_, random_, metrics_},
      media_{config_, *vault_, clock_, random_},
      ledger_{store_.ledger, metrics_},
      catalog_{catalog_settings(config_, log_, store_), plugin_log(log_), random_},
      crash_record_{config_.data_dir + "/plugins.crash"},
      plugin_watch_{{config_.plugin_paths.begin(), config_.plugin_paths.end()}, kSettle},
      desk_{{catalog_,
             clock_,
             store_.guards,
             {store_.consumers, store_.commands, store_.jobs},
             [this] { features_.hall().look(); }}},
      features_{{catalog_, store_, clock_, random_, log_, config_.plugin_prefixes}},
      conversations_{store_, clock_, log_},
      book_{store_.channels, *vault_, catalog_, clock_},
      engine_{config_.egress, clock_},
      carrier_{engine_, metrics_},
      streams_{{.ca_file = config_.egress.ca_file}, egress::Guard{config_.egress.allow}, clock_, random_},
      tester_{book_, {carrier_, streams_.carrier()}, clock_},
      channel_log_{{.path = config_.data_dir + "/channel_log.db"}, log_, metrics_},
      gatherer_{{.max_bytes = config_.media_max_bytes}, {store_.media, media_.files, carrier_, clock_}},
      dispatcher_{
          config_.dispatch,
          {ledger_, store_.messages, book_, carrier_, clock_, random_, log_, channel_log_, metrics_,
           streams_.carrier(), &features_.policy(), media_.source(&gatherer_), nullptr, &store_.served}},
      shards_{config_, {store_, ledger_, dispatcher_, clock_, log_}},
      envelope_{*vault_},
      callbacks_{config_.inbound, inbound_ports()},
      poller_{{}, poller_ports()},
      fetcher_{{.max_bytes = config_.media_max_bytes},
               {store_.media, media_.files, book_, carrier_, clock_, log_, metrics_}},
      prices_{{store_.prices, callbacks_.keeper(), book_, carrier_, clock_, random_, log_, metrics_}},
      audit_{*signer_, {store_.journal, store_.checkpoints, clock_}},
      checkpointer_{config_.checkpoints, {store_.checkpoints, *signer_, clock_, log_}},
      upkeep_{config_, store_, desk_, audit_, clock_},
      keys_{store_.accounts},
      people_{store_.accounts},
      router_{
          api::gate_authenticator({keys_, config_.tokens ? &*config_.tokens : nullptr, &people_}, clock_)},
      admin_router_{api::peer_authenticator(::geteuid())},
      server_{
          config_.listen, config_.limits,
          metered([this](const http::Request& request) { return router_.handle(request); }, metrics_, clock_),
          observer(log_, refusal_meter(metrics_)),
          [this](const http::Request& head) { return upload(head); }},
      admin_server_{{.address = "unix:" + config_.data_dir + "/admin.sock"},
                    admin_limits(),
                    [this](const http::Request& request) { return admin_router_.handle(request); },
                    observer(log_)} {
  static_cast<void>(catalog_.rescan(clock_.tick()));
  mount();
  serve_features();
  check_health();
  measure();
}

Node::~Node() { stop(); }

api::Means Node::means() {
  return {.clock = clock_, .random = random_, .sha256_hex = sha256_hex, .kept = store_.kept};
}

std::optional<http::Upload> Node::upload(const http::Request& head) {
  const auto allowed = router_.upload(head);
  if (!allowed) return std::nullopt;
  if (!*allowed) return http::Upload{};
  return http::Upload{.path = media_.files.incoming(),
                      .limit = static_cast<std::uint64_t>(config_.media_max_bytes)};
}

inbound::InboundPorts Node::inbound_ports() {
  return {.ledger = ledger_,
          .webhooks = store_.webhooks,
          .backlog = store_.backlog,
          .accounts = book_,
          .carrier = carrier_,
          .files = media_.files,
          .envelope = envelope_,
          .spell = spell_with(store_.accounts),
          .decoy = decoy_of(book_, random_),
          .signers = signers_of(store_.channels),
          .hmac = hmac(),
          .clock = clock_,
          .random = random_,
          .log = log_,
          .metrics = metrics_};
}

inbound::PollerPorts Node::poller_ports() {
  return {.polls = store_.polls,
          .keeper = callbacks_.keeper(),
          .accounts = book_,
          .carrier = carrier_,
          .files = media_.files,
          .spell = spell_with(store_.accounts),
          .clock = clock_,
          .random = random_,
          .log = log_,
          .metrics = metrics_};
}

void Node::check_health() {
  health_.add("database", [this] { return store_.writer.trouble(); });
  health_.add("disk", [this] { return readiness_.disk(); });
  health_.add("migrations", [this] { return readiness_.migrations(); });
  health_.add("plugins", [this]() -> std::optional<std::string> {
    for (const plugins::Current& current : catalog_.all())
      if (current.provider->abandoned())
        return "plugin " + current.provider->id() + " did not come back from a call";
    return std::nullopt;
  });
}

Result<Done> Node::open() {
  if (!config_.log_file.empty())
    if (auto done = log_.to_file(config_.log_file); !done) return done;
  if (auto done = media_.files.open(); !done) return done;
  try {
    store_.writer.take_over();
  } catch (const storage::StorageFailure& failure) {
    return failure.error();
  }
  writer_loop_ = std::make_unique<Loop>(
      "writer",
      [this] {
        store_.writer.wait(kWait);
        store_.writer.step();
        if (store_.writer.in_doubt()) std::this_thread::sleep_for(kWatchEvery);
      },
      [this] { store_.writer.wake(); });
  write_back_loop_ = std::make_unique<Loop>(
      "write_back",
      [this] {
        const Tick now = clock_.tick();
        std::this_thread::sleep_for(std::min<Tick::duration>(store_.write_back.step(now) - now, kWait));
      },
      [] {});
  if (auto done = shards_.join(); !done) return done;
  shards_.start();
  readiness_.step(clock_.tick());  // so that the first probe knows
  readiness_loop_ = std::make_unique<Loop>(
      "readiness",
      [this] {
        const Tick now = clock_.tick();
        readiness_.wait(readiness_.step(now) - now);
      },
      [this] { readiness_.wake(); });
  catalog_.generations().start_lanes(
      [](const std::shared_ptr<plugins::Lane>& lane) { return std::make_shared<LaneThread>(lane); });
  plugins_loop_ = std::make_unique<Loop>("plugins", [this] { tend_plugins(); }, [] {});
  return Done{};
}

/// A directory that cannot be read is a mistake in the configuration; a file in it that cannot be loaded is
/// not.
Result<Done> Node::check_plugin_paths() const {
  for (const plugins::FileReport& report : desk_.files())
    if (report.reason == "unreadable_directory")
      return Error{.code = Errc::Invalid,
                   .reason = "bad_plugins_path",
                   .detail = "plugins.path " + report.path.string() + ": " + report.detail};
  return Done{};
}

Result<Done> Node::serve() {
  if (auto done = check_plugin_paths(); !done) return done;
  store_.relay.connect(dispatcher_);
  features_.start();
  if (auto done = admin_server_.start(); !done) return done;
  if (auto done = server_.start(); !done) return done;
  start_delivery();  // after all that may still refuse the start
  features_.start_consequences(*entrance_);
  conversations_.start();
  log_.info("serving", {{"address", server_.address()}, {"node", config_.node_name}});
  LifeSigns::ready();
  return Done{};
}

void Node::start_delivery() {
  channel_log_loop_ = std::make_unique<Loop>(
      "channel_log",
      [this] {
        const Tick now = clock_.tick();
        std::this_thread::sleep_for(channel_log_.step(now) - now);
      },
      [] {});
  egress_loop_ = std::make_unique<Loop>(
      "egress",
      [this] {
        const Tick now = clock_.tick();
        const auto until = std::chrono::ceil<std::chrono::milliseconds>(engine_.step(now) - now);
        engine_.wait(std::clamp(until, std::chrono::milliseconds{0}, kWait));
      },
      [this] { engine_.wake(); });
  streams_.start();
  dispatcher_loop_ = std::make_unique<Loop>(
      "dispatcher",
      [this] {
        const Tick now = clock_.tick();
        life_signs_.beat(now);
        dispatcher_.wait(std::clamp<Tick::duration>(dispatcher_.step(now) - now, Tick::duration{0}, kWait));
      },
      [this] { dispatcher_.wake(); });
  poller_loop_ = std::make_unique<Loop>(
      "poller",
      [this] {
        const Tick now = clock_.tick();
        poller_.wait(std::clamp<Tick::duration>(poller_.step(now) - now, Tick::duration{0}, kWait));
      },
      [this] { poller_.wake(); });
  media_loops_[1] = std::make_unique<Loop>(
      "attachments",
      [this] {
        gatherer_.wait(kWait);
        gatherer_.step();
      },
      [this] { gatherer_.wake(); });
  media_loops_[0] = std::make_unique<Loop>(
      "media",
      [this] {
        const Tick now = clock_.tick();
        fetcher_.wait(std::clamp<Tick::duration>(fetcher_.step(now) - now, Tick::duration{0}, kWait));
      },
      [this] { fetcher_.wake(); });
  prices_.start();
  checkpoints_loop_ = std::make_unique<Loop>(
      "checkpoints",
      [this] {
        checkpointer_.step(clock_.tick());
        std::this_thread::sleep_for(kWatchEvery);
      },
      [] {});
  webhooks_loop_ = std::make_unique<Loop>(
      "webhooks",
      [this] {
        inbound::Reverifier& loop = callbacks_.reverifier();
        const Tick now = clock_.tick();
        loop.wait(std::clamp<Tick::duration>(loop.step(now) - now, Tick::duration{0}, kWait));
      },
      [this] { callbacks_.reverifier().wake(); });
  watchdog_ = std::make_unique<Loop>("watchdog", [this] { watch(); }, [] {});
}

void Node::watch() {
  const Tick now = clock_.tick();
  for (const auto& lane : catalog_.generations().lanes()) {
    const bool open = lane->state() == plugins::LaneState::Open;
    lane->watch(now);
    if (open && lane->state() == plugins::LaneState::Abandoned)
      log_.error("plugin_abandoned", {{"plugin", lane->name()}});
  }
  if (fenced()) leave_when_fenced(now);
  std::this_thread::sleep_for(kWatchEvery);
}

/// What runs this process starts it anew, and then it asks for shards like any other.
void Node::leave_when_fenced(Tick now) {
  if (!ends_at_) {
    ends_at_ = now + kFencedGrace;
    log_.error("fenced_off", {{"node", config_.node_name}});
  }
  if (now < *ends_at_) return;
  ends_at_ = Tick::max();  // it is said once
  ::kill(::getpid(), SIGTERM);
}

void Node::tend_plugins() {
  plugins::Changes changes = plugin_watch_.step(clock_.tick());
  if (hang_up_.take()) {
    log_.info("plugins_rescanned", {{"why", "SIGHUP"}});
    changes.all = true;
  }
  if (changes.all || !changes.files.empty()) catalog_.look_at(changes, clock_.tick());
  if (catalog_.step(clock_.tick())) book_.drop_replaced();
  serve_features();
  plugin_watch_.wait(kWatchEvery);
}

/// Routes come and go with the generations that serve them.
void Node::serve_features() {
  if (!features_.hall().refresh()) return;
  router_.extend(api::plugin_routes({features_.desk(), means()}, features_.hall().sheets()));
}

void Node::drain() {
  if (fenced()) return;  // nothing can be settled any more
  dispatcher_.drain();
  const Tick until = clock_.tick() + config_.drain;
  while (!dispatcher_.idle() && clock_.tick() < until) std::this_thread::sleep_for(kWatchEvery / 10);
  if (!dispatcher_.idle()) log_.warning("drain_incomplete", {{"queued", dispatcher_.queued()}});
}

void Node::stop() {
  server_.stop(std::chrono::duration_cast<std::chrono::milliseconds>(config_.drain));
  admin_server_.stop(kWait);
  poller_loop_.reset();     // what it has under way was not acknowledged and comes again
  media_loops_[0].reset();  // and what it has not stored is fetched again
  prices_.stop();           // and what it has not stored is asked again
  features_.stop_consequences();
  if (dispatcher_loop_) drain();
  watchdog_.reset();
  checkpoints_loop_.reset();
  webhooks_loop_.reset();
  dispatcher_loop_.reset();
  media_loops_[1].reset();
  features_.stop();
  streams_.stop();
  egress_loop_.reset();
  engine_.abort_all();  // while those whose exchanges end are there to be told
  if (std::exchange(channel_log_loop_, nullptr)) channel_log_.step(clock_.tick());  // what came in last
  plugins_loop_.reset();
  catalog_.generations().stop_lanes();
  readiness_loop_.reset();
  conversations_.stop();
  shards_.stop();  // until here the lease was kept
  write_back_loop_.reset();
  writer_loop_.reset();
  store_.writer.close();  // while those whom it answers are there
}

}  // namespace herald::app

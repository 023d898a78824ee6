#include "tests/sim/node.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "host/api/idempotency.hpp"
#include "host/api/message_request.hpp"
#include "host/app/inbound_means.hpp"
#include "host/app/left_behind.hpp"

namespace herald::sim {
namespace {

constexpr int kStartTurns = 50;

app::Config config_of(const NodePlan& plan) {
  app::Config config;
  config.node_name = plan.name;
  config.storage = database_url();
  config.readers = 4;
  config.dispatch.window = plan.window;
  config.dispatch.max_in_flight = plan.in_flight;
  config.dispatch.public_url = "https://herald.test";
  config.inbound.public_url = config.dispatch.public_url;
  config.inbound.store_limit = config.inbound.plugin_limit =
      std::chrono::milliseconds{0};  // nobody waits here
  config.inbound.request_limit = std::chrono::milliseconds{0};
  return config;
}

int nowhere() {
  static const int descriptor =
      std::getenv("HERALD_SIM_LOG") != nullptr ? 2 : ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  return descriptor;
}

}  // namespace

storage::StorageUrl database_url() { return {.dialect = storage::Dialect::Sqlite, .path = kDatabase}; }

Talent talent_of(const domain::Channel& channel) {
  if (channel.channel_name.starts_with("looks")) return Talent::LooksUp;
  return channel.channel_name.starts_with("keyed") ? Talent::Keyed : Talent::Plain;
}

Node::Node(const NodePlan& plan, Ground ground)
    : ground_{ground},
      config_{config_of(plan)},
      log_{ground.clock, telemetry::Level::Debug, nowhere()},
      store_{config_, ground.clock, ground.chance, metrics_},
      pump_{[this] { store_.writer.step(); }},
      pumped_ledger_{store_.ledger, pump_},
      pumped_backlog_{store_.backlog, pump_},
      dispatcher_{config_.dispatch,
                  {store_.ledger,
                   store_.messages,
                   *this,
                   *this,
                   ground.clock,
                   ground.chance,
                   log_,
                   exchanges_,
                   metrics_,
                   streams_,
                   nullptr,
                   {},
                   nullptr,
                   &store_.served}},
      keeper_{{.self = config_.node_name}, keeper_ports()},
      next_channel_{message_ports()},
      desk_{config_.inbound, inbound_ports()},
      sums_{{}, {store_.journal, store_.consumers, store_.sums, ground.clock, log_}} {
  dispatcher_.reroute_by(next_channel_);
}

Node::~Node() { store_.writer.close(); }

inbound::InboundPorts Node::inbound_ports() {
  return {.ledger = pumped_ledger_,
          .webhooks = store_.webhooks,
          .backlog = pumped_backlog_,
          .accounts = *this,
          .carrier = *this,
          .files = files_,
          .envelope = envelope_,
          .spell = app::spell_with(store_.accounts),
          .decoy = [](const std::string&) { return nullptr; },
          .signers = app::signers_of(store_.channels),
          .hmac = app::hmac(),
          .clock = ground_.clock,
          .random = ground_.chance,
          .log = log_,
          .metrics = metrics_};
}

api::MessagePorts Node::message_ports() {
  return {.ledger = store_.ledger,
          .messages = store_.messages,
          .facts = {.channels = store_.channels, .accounts = store_.accounts, .providers = catalog_},
          .outcomes = store_.outcomes,
          .means = {.clock = ground_.clock,
                    .random = ground_.chance,
                    .sha256_hex = app::Store::sha256_hex,
                    .kept = store_.kept},
          .exchanges = exchanges_,
          .shards = &store_.served};
}

Result<Done> Node::start() {
  try {
    store_.writer.take_over();
  } catch (const storage::StorageFailure& failure) {
    return failure.error();
  }
  for (int turns = 0; store_.served.get().empty() && turns < kStartTurns; ++turns) {
    keeper_.step(ground_.clock.tick());
    store_.writer.step();
  }
  if (store_.served.get().empty())
    return Error{.code = Errc::Unavailable, .reason = "no_shards", .detail = "the disk refuses"};
  store_.relay.connect(dispatcher_);
  return Done{};
}

cluster::KeeperPorts Node::keeper_ports() {
  return {.leases = store_.leases,
          .owned = store_.owned,
          .served = store_.served,
          .log = log_,
          .settle = [this](domain::ShardSet shards) { return static_cast<bool>(settle_left_behind(shards)); },
          .gained = [this] { dispatcher_.look_again(); },
          .under_way = [this](domain::ShardSet shards) { return dispatcher_.under_way(shards); }};
}

Result<Done> Node::settle_left_behind(domain::ShardSet shards) {
  const auto attempts = store_.messages.unsettled(shards);
  if (!attempts) return attempts.error();
  std::size_t settled = 0;
  std::optional<Error> refused;
  for (const domain::Attempt& attempt : *attempts)
    store_.ledger.settle(app::left_behind(attempt, ground_.clock.now()),
                         [&](Result<domain::MessageStatus> done) {
                           ++settled;
                           if (!done) refused = done.error();
                         });
  for (int turns = 0; settled < attempts->size() && turns < kStartTurns; ++turns) store_.writer.step();
  HERALD_CHECK(settled == attempts->size());
  if (refused) return *refused;
  return Done{};
}

void Node::post(const Post& post, domain::Completion<domain::Accepted> done) {
  http::Request request{.body = post.body};
  if (!post.key.empty()) request.headers.push_back({"Idempotency-Key", post.key});
  const api::MessagePorts ports = message_ports();
  auto claim = api::read_claim(request, ports.means);
  HERALD_CHECK(claim.has_value());
  const auto body = herald::json::parse(post.body);
  HERALD_CHECK(body.has_value());
  auto composed = api::compose_request(ports, post.tenant, *body);
  if (!composed) {
    const auto kept = api::recall(*claim, post.tenant, ports.means);
    if (!kept) return done(kept.error());
    if (!*kept) return done(composed.error());
    domain::Accepted before{.replayed = true};
    before.message.id = domain::MessageId{(*kept)->resource};
    return done(std::move(before));
  }
  composed->idempotency = *std::move(claim);
  composed->origin = {.actor = "client"};
  store_.ledger.accept(*std::move(composed), std::move(done));
}

inbound::Answer Node::receive(const inbound::Callback& callback) {
  const api::WebhookAnswer answer = desk_.receive({.provider = callback.provider,
                                                   .channel_id = callback.channel_id,
                                                   .method = callback.method,
                                                   .target = callback.target,
                                                   .query = callback.query,
                                                   .headers = callback.headers,
                                                   .body = callback.body,
                                                   .remote_ip = "127.0.0.1",
                                                   .request_id = "callback"});
  return {.status = answer.status};
}

void Node::step_writer() { store_.writer.step(); }

Tick Node::next_wake() const { return dispatcher_wake_; }

void Node::hamper(bool plugin_away, bool writer_busy) {
  port_.away = plugin_away;
  pump_.busy = writer_busy;
}

Result<std::shared_ptr<const domain::ProviderAccount>> Node::open(const domain::ChannelId& id) {
  const auto found = store_.channels.find(id);
  if (!found) return found.error();
  if (!*found) return Error{.code = Errc::NotFound, .reason = "unknown_channel"};
  const Talent talent = talent_of(**found);
  const nlohmann::json account{{"channel_id", id.text},
                               {"api_url", "http://far/" + id.text},
                               {"auth_token", Far::kToken},
                               {"timeout_seconds", (*found)->timeout_seconds},
                               {"config", nlohmann::json::object()}};
  return std::make_shared<const domain::ProviderAccount>(
      domain::ProviderAccount{.channel = **found,
                              .traits = {.provider = "sandbox",
                                         .lookup = talent == Talent::LooksUp,
                                         .idempotency_key = talent == Talent::Keyed},
                              .account_json = account.dump(),
                              .provider = &port_});
}

void Node::send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) {
  ground_.far.send(this, std::move(request), std::move(done));
}

}  // namespace herald::sim

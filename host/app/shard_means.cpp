#include "host/app/shard_means.hpp"

#include <thread>
#include <utility>

#include "host/app/left_behind.hpp"
#include "host/base/pending.hpp"

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kJoinTurn{5};
constexpr std::chrono::milliseconds kKeepTurn{100};
constexpr std::chrono::seconds kLongestJoin{60};
constexpr std::chrono::seconds kBeatEvery{1};
constexpr std::chrono::seconds kMatchEvery{2};
constexpr std::chrono::seconds kGiveUpLimit{2};
constexpr std::chrono::milliseconds kSettleLimit = std::chrono::minutes{2};  ///< for what a crash left

}  // namespace

ShardMeans::ShardMeans(const Config& config, Ground ground)
    : ground_{ground},
      keeper_{{.self = config.node_name, .lease = config.lease, .longest_leave = config.drain},
              keeper_ports()} {}

cluster::KeeperPorts ShardMeans::keeper_ports() {
  return {.leases = ground_.store.leases,
          .owned = ground_.store.owned,
          .served = ground_.store.served,
          .log = ground_.log,
          .settle =
              [this](domain::ShardSet shards) {
                const auto done = settle_left_behind(shards);
                if (!done) ground_.log.warning("attempts_not_settled", {{"reason", done.error().reason}});
                return static_cast<bool>(done);
              },
          .gained = [this] { ground_.dispatcher.look_again(); },
          .under_way = [this](domain::ShardSet shards) { return ground_.dispatcher.under_way(shards); }};
}

/// A live node gives up a part of its shards within seconds; those of a dead one come free with its lease.
Result<Done> ShardMeans::join() {
  const Tick until = ground_.clock.tick() + kLongestJoin;
  while (ground_.store.served.get().empty()) {
    const Tick now = ground_.clock.tick();
    if (ground_.store.writer.fenced() || now >= until)
      return Error{
          .code = Errc::Unavailable,
          .reason = "no_shards",
          .detail =
              "expected a part of the shards within a minute; found that no other node of this database "
              "gave any up, or that another process uses this node's name: see the logs of the others"};
    beat(now);
    keeper_.step(now);
    std::this_thread::sleep_for(kJoinTurn);
  }
  return Done{};
}

/// So that other nodes see this one live, however long nothing is written.
void ShardMeans::beat(Tick now) {
  if (now < next_beat_) return;
  ground_.store.writer.beat();
  next_beat_ = now + kBeatEvery;
}

/// What was under way when the owner before this node stopped: nobody knows whether the provider got it.
Result<Done> ShardMeans::settle_left_behind(domain::ShardSet shards) {
  const auto attempts = ground_.store.messages.unsettled(shards);
  if (!attempts) return attempts.error();
  std::vector<Pending<domain::MessageStatus>> answers(attempts->size());
  for (std::size_t i = 0; i < answers.size(); ++i)
    ground_.ledger.settle(left_behind((*attempts)[i], ground_.clock.now()), answers[i].completion());
  for (auto& answer : answers) {
    const auto status = answer.wait(kSettleLimit);
    if (!status)
      return Error{
          .code = Errc::Timeout,
          .reason = "not_settled",
          .detail = "attempts of an earlier run could not be settled in time; is the database slow?"};
    if (!*status) return status->error();
  }
  if (!attempts->empty()) ground_.log.warning("attempts_left_behind", {{"count", attempts->size()}});
  return Done{};
}

void ShardMeans::start() {
  loop_ = std::make_unique<Loop>("leases", [this] { turn(); }, [] {});
}

void ShardMeans::turn() {
  const Tick now = ground_.clock.tick();
  beat(now);
  keeper_.step(now);
  match(now);
  std::this_thread::sleep_for(kKeepTurn);
}

/// Alone a node looks once at what the others have left: nobody parks beside its own writer.
void ShardMeans::match(Tick now) {
  const bool alone = ground_.store.served.get() == domain::ShardSet::all();
  if (now < next_match_ || (alone && !others_)) return;
  next_match_ = now + kMatchEvery;
  const auto found = ground_.store.parked.look();
  if (!found) return ground_.log.warning("parked_receipts_not_read", {{"reason", found.error().reason}});
  others_ = !alone;
}

void ShardMeans::stop() {
  if (!std::exchange(loop_, nullptr)) return;
  if (ground_.store.owned.get().empty() || ground_.store.writer.fenced()) return;
  Pending<Done> left;
  keeper_.leave(left.completion());
  static_cast<void>(left.wait(kGiveUpLimit));  // else the lease runs out
}

}  // namespace herald::app

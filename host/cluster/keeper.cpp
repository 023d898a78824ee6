#include "host/cluster/keeper.hpp"

#include <algorithm>

namespace herald::cluster {

using domain::ShardSet;

Tick Keeper::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (now >= next_look_ && !asking_) look(now);
  return next_look_;
}

void Keeper::look(Tick now) {
  next_look_ = now + config_.look_every;
  const auto table = ports_.leases.read();
  if (!table) return ports_.log.warning("leases_not_read", {{"reason", table.error().reason}});
  observe(*table, now);
  serve_what_came();
  if (!leaving_.empty()) return give_up(now);
  Move move = decide(view_of(*table, now));
  if (move.claim) return claim(*std::move(move.claim));
  if (move.release.empty()) return;
  leaving_ = move.release & ports_.owned.get();
  leave_by_ = now + config_.longest_leave;
  ports_.served.set(ports_.served.get() - leaving_);
}

void Keeper::observe(const domain::LeaseTable& table, Tick now) {
  std::map<std::string, Sight> seen;
  const auto note = [&](const std::string& writer, const domain::Fence& fence) {
    if (writer.empty() || writer == config_.self) return;
    const auto known = sights_.find(writer);
    if (known == sights_.end())
      seen.try_emplace(writer, Sight{.fence = fence, .since = now});
    else if (known->second.fence == fence)
      seen.insert(*known);
    else
      // Batch 0 may be another node's doing, which fenced it off.
      seen.insert_or_assign(writer, Sight{.fence = fence, .since = now, .moved = fence.batch > 0});
  };
  for (const auto& [writer, fence] : table.fences) note(writer, fence);
  for (const std::string& writer : table.owners)
    if (!table.fences.contains(writer)) note(writer, {});
  sights_ = std::move(seen);
}

View Keeper::view_of(const domain::LeaseTable& table, Tick now) const {
  View view{.table = table, .self = config_.self};
  for (const auto& [writer, sight] : sights_) {
    const bool gone = sight.fence.left || now - sight.since >= config_.lease;
    view.lives[writer] = gone ? Life::Dead : sight.moved ? Life::Live : Life::Unsure;
  }
  return view;
}

void Keeper::serve_what_came() {
  const ShardSet served = ports_.served.get() & ports_.owned.get();
  const ShardSet fresh = ports_.owned.get() - served - leaving_;
  if (fresh.empty() || !ports_.settle(fresh)) return ports_.served.set(served);
  ports_.served.set(served | fresh);
  ports_.log.info("shards_served", {{"gained", fresh.count()}, {"all", (served | fresh).count()}});
  ports_.gained();
}

void Keeper::claim(domain::Claim claim) {
  asking_ = true;
  const std::string from = claim.from;
  ports_.leases.claim(std::move(claim), back([this, from](const Result<Done>& done) {
                        if (done && !from.empty()) ports_.log.warning("node_fenced_off", {{"writer", from}});
                      }));
}

void Keeper::give_up(Tick now) {
  if (ports_.under_way(leaving_) && now < leave_by_) return;
  asking_ = true;
  ports_.leases.release(leaving_, back([this](const Result<Done>& done) {
                          if (!done) return;
                          ports_.log.info("shards_given_up", {{"count", leaving_.count()}});
                          leaving_ = {};
                        }));
}

void Keeper::leave(domain::Completion<Done> done) {
  ports_.served.set({});
  ports_.leases.leave(std::move(done));
}

domain::Completion<Done> Keeper::back(std::function<void(Result<Done>)> then) {
  return [this, inbox = inbox_, then = std::move(then)](Result<Done> done) {
    inbox->put([this, then, done = std::move(done)] {
      asking_ = false;
      next_look_ = {};
      then(done);
    });
  };
}

}  // namespace herald::cluster

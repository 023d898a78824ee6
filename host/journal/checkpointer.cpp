#include "host/journal/checkpointer.hpp"

#include <utility>

namespace herald::journal {
namespace {

bool is_due(const domain::OpenEnd& end, const CheckpointPolicy& policy, Instant now) {
  return !end.covered_at || end.head.seq - end.covered >= policy.rows ||
         now - *end.covered_at >= policy.interval;
}

}  // namespace

std::vector<Checkpoint> sign_due(const std::vector<domain::OpenEnd>& ends, const CheckpointPolicy& policy,
                                 Instant now, const CheckpointSigner& signer) {
  std::vector<Checkpoint> out;
  for (const domain::OpenEnd& end : ends)
    if (is_due(end, policy, now)) out.push_back(signer.sign(end.shard, end.head));
  return out;
}

Tick Checkpointer::step(Tick now) {
  if (now < next_) return next_;
  next_ = now + kLookEvery;
  if (!*storing_) look();  // what is being stored would look due once more
  return next_;
}

void Checkpointer::look() {
  const auto ends = ports_.checkpoints.open_ends();
  if (!ends) return ports_.log.warning("checkpoints_not_read", {{"reason", ends.error().reason}});
  std::vector<Checkpoint> due = sign_due(*ends, policy_, ports_.clock.now(), ports_.signer);
  if (due.empty()) return;
  *storing_ = true;
  ports_.checkpoints.append(std::move(due),
                            [storing = storing_, &log = ports_.log](const Result<Done>& done) {
                              if (!done)
                                log.warning("checkpoints_not_stored", {{"reason", done.error().reason}});
                              *storing = false;
                            });
}

}  // namespace herald::journal

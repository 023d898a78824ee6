#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/audit_ports.hpp"
#include "host/journal/checkpoint.hpp"
#include "host/telemetry/log.hpp"

namespace herald::journal {

/// When a shard's chain is signed again; whichever comes first. A shard without any checkpoint is due at
/// once.
struct CheckpointPolicy {
  std::chrono::seconds interval{3600};  ///< since its last checkpoint, if anything was written
  std::int64_t rows{10'000};            ///< entries since its last checkpoint
};

/// The shards that are due, signed. Pure. [any thread]
std::vector<Checkpoint> sign_due(const std::vector<domain::OpenEnd>& ends, const CheckpointPolicy& policy,
                                 Instant now, const CheckpointSigner& signer);

/// Signs what is due, every few seconds. What is signed lies in the database, so nothing is kept here and a
/// restart forgets nothing. [one thread; completions on the writer's]
class Checkpointer final {
 public:
  static constexpr std::chrono::seconds kLookEvery{5};
  struct Ports {
    domain::Checkpoints& checkpoints;
    const CheckpointSigner& signer;
    const Clock& clock;
    telemetry::Log& log;
  };
  /// What `ports` refers to outlives the checkpointer; the log also outlives the writer.
  Checkpointer(CheckpointPolicy policy, Ports ports) : policy_{policy}, ports_{ports} {}
  /// Answers when to look again. Failures are logged and tried again with the next look.
  Tick step(Tick now);

 private:
  void look();
  CheckpointPolicy policy_;
  Ports ports_;
  Tick next_{};
  // With the completion of what is being stored, which may come after the checkpointer has gone.
  std::shared_ptr<std::atomic<bool>> storing_{std::make_shared<std::atomic<bool>>(false)};
};

}  // namespace herald::journal

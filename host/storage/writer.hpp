#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/storage/operation.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

/// What one commit was like. [value]
struct CommittedBatch {
  std::size_t operations{0};
  std::chrono::nanoseconds took{};  ///< from its begin to the end of COMMIT
};

struct WriterConfig {
  StorageUrl url{};
  std::string name{};              ///< this node's writer, unique in the cluster
  std::size_t largest_batch{512};  ///< operations per transaction
  /// Called on the writer's thread after each commit, before the operations complete; must not block.
  std::function<void(const CommittedBatch&)> on_commit{};
  /// No run of a batch begins later than this after its first one met a lock. With the longest wait for one
  /// lock (StorageUrl::lock_wait) this bounds how long callers are kept: 20 s, then Unavailable.
  std::chrono::milliseconds longest_retry{10'000};
  /// The shards of this writer, kept true by StoredLeases; null: all. Outlives the writer.
  domain::NodeShards* owned{nullptr};
};

/// The one place where this process writes (design D2, D6). submit() from any thread; everything else belongs
/// to the writer's own thread. Commits whatever has queued up, without artificial delay.
class Writer {
 public:
  Writer(WriterConfig config, const Clock& clock, domain::EventSealer& sealer);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Raises this writer's epoch: whoever wrote under the same name before is refused from now on.
  /// Shards that are leased to its name are its again. Throws StorageFailure when the database cannot be
  /// reached. Call before the first step().
  void take_over();
  /// [any thread] The operation's complete() is called once, later, on the writer's thread.
  void submit(std::unique_ptr<Operation> operation);
  /// [any thread] About once a second: moves the batch number, so that others see this writer live, and
  /// forgets idempotency keys that have run out.
  void beat();
  /// Commits what has arrived. Afterwards everything taken is complete, unless a COMMIT is in doubt and the
  /// database is away: those operations stay until the next step() finds out.
  void step();
  /// Blocks until something arrives, wake() is called or `longest` has passed.
  void wait(std::chrono::milliseconds longest) { inbox_.wait(longest); }
  void wake() { inbox_.wake(); }
  /// After the last step(), while those who wait for an answer are still there: refuses all that is left with
  /// Unavailable/"stopping". The destructor does the same. [the writer's thread, or when it has ended]
  void close();
  /// [any thread] Why nothing can be committed at the moment; empty when all is well.
  [[nodiscard]] std::optional<std::string> trouble() const;
  /// Another process has taken this writer's name or shards: it commits nothing any more. [any thread]
  [[nodiscard]] bool fenced() const { return trouble_ == Trouble::Fenced; }
  /// The outcome of a COMMIT is in doubt: the next step() looks again, better not at once. [the writer's
  /// thread]
  [[nodiscard]] bool in_doubt() const { return doubt_.has_value(); }
  /// Operations that step() still has to answer.
  [[nodiscard]] bool idle() const { return inbox_.size() == 0 && !doubt_; }
  [[nodiscard]] std::int64_t batches() const { return batch_; }

 private:
  using Operations = std::vector<std::unique_ptr<Operation>>;
  enum class Ending { Committed, Again, Split, Away, Doubt };
  enum class Trouble : int { None, Fenced, Away, Full, Locked, Doubtful };
  struct Doubt {
    Operations operations;
    std::int64_t batch;
    std::map<int, domain::ChainHead> heads;
  };

  void commit(Operations operations);
  Ending attempt(Operations& operations);
  void transact(Operations& operations, std::map<int, domain::ChainHead>& heads);
  Ending classify(const StorageFailure& failure);
  void split(Operations operations);
  void finish(Operations& operations, std::map<int, domain::ChainHead> heads);
  void refuse(Operations& operations, const Error& error);
  /// True when the batch in doubt has been decided.
  bool resolve_doubt();
  void move_fence();
  void forget_heads();
  Connection& connection();

  WriterConfig config_;
  const Clock& clock_;
  domain::EventSealer& sealer_;
  Mailbox<std::unique_ptr<Operation>> inbox_;
  std::unique_ptr<Connection> connection_;
  std::map<int, domain::ChainHead> heads_;
  std::optional<Doubt> doubt_;
  std::optional<StorageFailure> last_failure_;
  std::int64_t epoch_{0};
  std::atomic<std::int64_t> batch_{0};
  bool committing_{false};
  std::atomic<Trouble> trouble_{Trouble::None};
};

}  // namespace herald::storage

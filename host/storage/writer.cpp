#include "host/storage/writer.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include "host/storage/fence.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kTaken = "constraint_unique";
constexpr int kMostRuns = 50;  ///< of one batch against deadlocks, before its callers are told to try again
constexpr std::string_view kTryAgain = "the database cannot be used just now; try again";

constexpr std::string_view kReadFence = "select epoch, batch from writer_fence where writer = ?";
constexpr std::string_view kInsertFence =
    "insert into writer_fence (writer, epoch, batch, heartbeat, updated_at) values (?, 1, 0, 0, ?)";
constexpr std::string_view kReadEnded = "select epoch, batch, last_batch from writer_fence where writer = ?";
constexpr std::string_view kLockEnded =
    "select epoch, batch, last_batch from writer_fence where writer = ? for update";
constexpr std::string_view kMoveFence =
    "update writer_fence set batch = ? where writer = ? and epoch = ? and batch = ?";

constexpr std::string_view kLeasesOf = "select shard from shard_lease where writer = ?";
constexpr std::string_view kForgetKeys = "delete from idempotency_key where expires_at < ?";

Error unavailable(const std::string& reason, std::string_view detail = kTryAgain) {
  return {.code = Errc::Unavailable,
          .reason = reason,
          .detail = std::string{detail},
          .retry_after_ms = kRetryAfterMs};
}

Error outcome_unknown() {
  return unavailable("outcome_unknown",
                     "another process took over while this was being stored, and whether it is stored cannot "
                     "be told any more; repeat the request with the same Idempotency-Key");
}

/// Says that this writer lives, and clears away promises to answer alike that have run out.
class Beat final : public Operation {
 public:
  void keys(Batch&) const override {}
  void evaluate(Batch& batch) override {
    if (batch.owns(domain::kHouseShard)) batch.execute(kForgetKeys, {batch.now()});
  }
  void complete(const std::optional<Error>&) override {}
};

}  // namespace

Writer::Writer(WriterConfig config, const Clock& clock, domain::EventSealer& sealer)
    : config_{std::move(config)}, clock_{clock}, sealer_{sealer} {}

Writer::~Writer() { close(); }

void Writer::close() {
  Operations left = inbox_.take();
  if (doubt_) std::ranges::move(doubt_->operations, std::back_inserter(left));
  doubt_.reset();
  refuse(left, unavailable("stopping"));
}

Connection& Writer::connection() {
  if (!connection_) connection_ = std::make_unique<Connection>(config_.url, Access::Write);
  return *connection_;
}

void Writer::take_over() {
  Connection& db = connection();
  db.begin();
  const Row name{config_.name};
  if (db.query(kReadFence, 2, name).empty()) db.execute(kInsertFence, Row{config_.name, clock_.now()});
  db.execute(kEndEpoch, Row{clock_.now(), config_.name});
  const std::vector<Row> fence = db.query(kReadFence, 2, name);
  domain::ShardSet leased;
  for (const Row& row : db.query(kLeasesOf, 1, name))
    leased = leased | domain::ShardSet::of(static_cast<int>(row[0].number()));
  db.commit();
  if (config_.owned != nullptr) config_.owned->set(leased);
  epoch_ = fence.at(0)[0].number();
  batch_ = 0;
  heads_.clear();
  trouble_ = Trouble::None;
}

void Writer::submit(std::unique_ptr<Operation> operation) { inbox_.put(std::move(operation)); }

void Writer::beat() { submit(std::make_unique<Beat>()); }

std::optional<std::string> Writer::trouble() const {
  switch (trouble_.load()) {
    case Trouble::Fenced:
      return "another process has taken over this writer; this one commits nothing any more";
    case Trouble::Away:
      return "the database cannot be reached or refuses to write";
    case Trouble::Full:
      return "the database has no room on its disk and refuses to write";
    case Trouble::Locked:
      return "another process holds a lock of the database for too long";
    case Trouble::Doubtful:
      return "the database went away during a commit; its outcome is being looked up";
    case Trouble::None:
      break;
  }
  return std::nullopt;
}

void Writer::step() {
  if (doubt_ && !resolve_doubt()) return;
  Operations arrived = inbox_.take();
  for (std::size_t first = 0; first < arrived.size(); first += config_.largest_batch) {
    const auto from = arrived.begin() + static_cast<std::ptrdiff_t>(first);
    const auto size = std::min(config_.largest_batch, arrived.size() - first);
    Operations batch{std::move_iterator{from}, std::move_iterator{from + static_cast<std::ptrdiff_t>(size)}};
    if (!doubt_) {
      commit(std::move(batch));
    } else {
      for (auto& operation : batch) inbox_.put(std::move(operation));
    }
  }
}

void Writer::commit(Operations operations) {
  bool reconnected = false;
  bool repeated = false;
  const Tick last_start = clock_.tick() + config_.longest_retry;
  for (int run = 0; run < kMostRuns && (run == 0 || clock_.tick() < last_start); ++run) {
    if (trouble_ == Trouble::Fenced) return refuse(operations, unavailable("writer_fenced"));
    switch (attempt(operations)) {
      case Ending::Committed:
      case Ending::Doubt:
        return;
      case Ending::Again:
        continue;
      case Ending::Split:
        // Another node may have written the same key at the same time: a second look finds it.
        if (operations.size() == 1 && last_failure_->reason() == kTaken && !std::exchange(repeated, true))
          continue;
        return split(std::move(operations));
      case Ending::Away:
        if (std::exchange(reconnected, true) || last_failure_->kind() != FailureKind::Connection) {
          trouble_ = last_failure_->reason() == "disk_full" ? Trouble::Full : Trouble::Away;
          return refuse(operations, last_failure_->error());
        }
    }
  }
  // Somebody holds a lock, or locks against us, for longer than callers should wait.
  if (trouble_ != Trouble::Fenced) trouble_ = Trouble::Locked;
  refuse(operations, last_failure_->error());
}

/// The chains of shards that were given away went on without this writer.
void Writer::forget_heads() {
  std::erase_if(heads_, [owned = domain::shards_of(config_.owned)](const auto& head) {
    return !owned.has(head.first);
  });
}

Writer::Ending Writer::attempt(Operations& operations) {
  forget_heads();
  std::map<int, domain::ChainHead> heads = heads_;
  const Tick begun = clock_.tick();
  committing_ = false;
  try {
    transact(operations, heads);
  } catch (const StorageFailure& failure) {
    last_failure_ = failure;
    const Ending ending = classify(failure);
    if (ending == Ending::Doubt) {
      trouble_ = Trouble::Doubtful;
      doubt_.emplace(std::move(operations), batch_ + 1, std::move(heads));
    }
    return ending;
  } catch (const std::exception& defect) {
    last_failure_ = StorageFailure{FailureKind::Defect, "operation_failed", defect.what()};
    connection_->rollback();
    return Ending::Split;
  }
  if (config_.on_commit) config_.on_commit({operations.size(), clock_.tick() - begun});
  finish(operations, std::move(heads));
  return Ending::Committed;
}

void Writer::transact(Operations& operations, std::map<int, domain::ChainHead>& heads) {
  Connection& db = connection();
  db.begin();
  move_fence();
  if (trouble_ == Trouble::Fenced) {
    db.rollback();
    throw StorageFailure{FailureKind::Deadlock, "writer_fenced", "the fence row belongs to another epoch"};
  }
  Batch batch{db, clock_.now(), domain::shards_of(config_.owned)};
  for (const auto& operation : operations) operation->keys(batch);
  batch.load();
  for (const auto& operation : operations) operation->evaluate(batch);
  batch.write(sealer_, heads);
  committing_ = true;
  db.commit();
}

void Writer::move_fence() {
  const Row cells{batch_ + 1, config_.name, epoch_, batch_.load()};
  if (connection().execute(kMoveFence, cells) != 1) trouble_ = Trouble::Fenced;
}

Writer::Ending Writer::classify(const StorageFailure& failure) {
  if (failure.kind() == FailureKind::Connection) {
    const bool connected = connection_ != nullptr;
    connection_.reset();
    return connected && committing_ ? Ending::Doubt : Ending::Away;
  }
  if (connection_) connection_->rollback();
  if (failure.kind() == FailureKind::Deadlock) return Ending::Again;
  return failure.kind() == FailureKind::Busy ? Ending::Away : Ending::Split;
}

void Writer::split(Operations operations) {
  if (operations.size() == 1) return refuse(operations, last_failure_->error());
  const auto middle = operations.begin() + static_cast<std::ptrdiff_t>(operations.size() / 2);
  Operations second{std::move_iterator{middle}, std::move_iterator{operations.end()}};
  operations.erase(middle, operations.end());
  commit(std::move(operations));
  if (!doubt_) return commit(std::move(second));
  for (auto& operation : second) inbox_.put(std::move(operation));
}

void Writer::finish(Operations& operations, std::map<int, domain::ChainHead> heads) {
  heads_ = std::move(heads);
  ++batch_;
  trouble_ = Trouble::None;
  for (auto& operation : operations) operation->complete(std::nullopt);
}

void Writer::refuse(Operations& operations, const Error& error) {
  for (auto& operation : operations) operation->complete(error);
}

bool Writer::resolve_doubt() {
  std::vector<Row> fence;
  try {
    Connection& db = connection();
    db.begin();
    // Locking the row waits for a COMMIT of the lost connection that the server may still be working on.
    fence = db.query(db.dialect() == Dialect::Sqlite ? kReadEnded : kLockEnded, 3, Row{config_.name});
    db.rollback();
  } catch (const StorageFailure& failure) {
    last_failure_ = failure;
    connection_.reset();
    return false;
  }
  Doubt doubt = std::move(*doubt_);
  doubt_.reset();
  const Row row = fence.empty() ? Row{-1, 0, 0} : fence[0];
  const std::int64_t epochs = row[0].number() - epoch_;
  // What this epoch has come to; one take-over has kept it, a second one has not.
  const std::int64_t reached = row[epochs == 0 ? 1 : 2].number();
  const bool known = epochs == 0 || epochs == 1;
  if (known && reached == doubt.batch) {
    finish(doubt.operations, std::move(doubt.heads));
  } else if (epochs == 0) {
    commit(std::move(doubt.operations));
  } else {
    refuse(doubt.operations, known ? unavailable("writer_fenced") : outcome_unknown());
  }
  if (epochs != 0) trouble_ = Trouble::Fenced;
  return true;
}

}  // namespace herald::storage

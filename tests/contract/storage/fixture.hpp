#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/journal/sealer.hpp"
#include "host/storage/accounts.hpp"
#include "host/storage/channels.hpp"
#include "host/storage/journal_rows.hpp"
#include "host/storage/kept_answers.hpp"
#include "host/storage/ledger.hpp"
#include "host/storage/messages.hpp"
#include "host/storage/migrations.hpp"
#include "host/storage/step.hpp"
#include "host/storage/writer.hpp"

namespace herald::test {

/// The database that the tests of this process share: migrated once, each test keeps to its own tenant.
const storage::StorageUrl& shared_database(storage::Dialect dialect);
/// A migrated database for one test that looks at all tenants at once.
storage::StorageUrl pristine_database(storage::Dialect dialect);
/// A database without tables.
storage::StorageUrl empty_database(storage::Dialect dialect);
/// A directory for the files of this process; it goes when the process ends.
std::string scratch_directory(const std::string& name);

/// Remembers what the ledger handed over.
class Offers final : public domain::WorkSink {
 public:
  void offer(domain::Work work) override { works.push_back(std::move(work)); }
  void ended(const domain::MessageId& message, domain::MessageStatus status) override {
    ends.emplace_back(message, status);
  }
  std::vector<domain::Work> works;
  std::vector<std::pair<domain::MessageId, domain::MessageStatus>> ends;
};

/// The machine's time of day; the monotonic clock moves only when the test says so.
class StillClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return SystemClock{}.now(); }
  [[nodiscard]] Tick tick() const override {
    on_tick();
    return Tick{std::chrono::hours{1}} + passed;
  }
  std::chrono::milliseconds passed{0};
  std::function<void()> on_tick{[] {}};  ///< before each look at the clock
};

/// What came back for one operation, and how often.
template <class T>
struct Answer {
  int calls{0};
  std::optional<Result<T>> result{};
  /// To be handed over as the completion; this object outlives it.
  domain::Completion<T> completion() {
    return [this](Result<T> value) {
      ++calls;
      result.emplace(std::move(value));
    };
  }
  [[nodiscard]] bool ok() const { return calls == 1 && result->has_value(); }
  /// The code of the error, or what else there is to say.
  [[nodiscard]] std::string reason() const {
    if (calls != 1) return "answered " + std::to_string(calls) + " times";
    return result->has_value() ? "success" : result->error().reason;
  }
};

/// The storage room over one database. The writer is stepped by the test. [one thread]
class Store {
 public:
  /// Without a name the writer gets one of its own; without a clock, that of the machine; without `owned`,
  /// which outlives this, all shards.
  explicit Store(storage::StorageUrl where, const std::string& writer_name = {},
                 std::size_t largest_batch = 512, const Clock* writer_clock = nullptr,
                 domain::NodeShards* owned = nullptr);
  ~Store();

  /// Submits through `start`, steps the writer until the completion has come, and answers it.
  template <class T, class Start>
  Result<T> commit(Start start) {
    Answer<T> answer;
    start(answer.completion());
    for (int turns = 0; answer.calls == 0 && turns < 100; ++turns) writer.step();
    if (answer.calls != 1)
      return Error{.code = Errc::Timeout, .reason = "no_answer", .detail = answer.reason()};
    return std::move(*answer.result);
  }

  /// A tenant with one channel, which later calls of request() use.
  void seed();
  domain::AcceptRequest request(const std::string& to);
  std::string uuid() { return make_uuid(clock.now(), random); }
  /// First cell of a query on a connection of its own; the empty text when there is no row or it is NULL.
  std::string look(std::string_view sql, const storage::Row& values = {});
  std::int64_t count(std::string_view sql, const storage::Row& values = {}) {
    return std::stoll(look(sql, values));
  }
  storage::Connection& aside();

  storage::StorageUrl url;
  SystemClock clock;
  SystemRandom random;
  journal::ChainSealer sealer{random};
  std::string name;
  Offers offers;
  storage::Writer writer;
  storage::Pool pool;
  storage::WriterLedger ledger;
  storage::StoredAccounts accounts;
  storage::StoredChannels channels;
  storage::PoolMessages messages;
  storage::PoolJournal journal;
  storage::PoolKeptAnswers kept;
  domain::TenantId tenant;
  domain::ChannelId channel;

 private:
  std::unique_ptr<storage::Connection> aside_;
};

/// Every entry of the journal goes through the offline verifier; answers what it complains about, or nothing.
std::string journal_complaints(Store& store);

/// Runs each test on both databases.
class OnBothDatabases : public testing::TestWithParam<storage::Dialect> {
 protected:
  const storage::StorageUrl& url() const { return shared_database(GetParam()); }
};

inline auto both_databases() { return testing::Values(storage::Dialect::Sqlite, storage::Dialect::Mysql); }
std::string dialect_name(const testing::TestParamInfo<storage::Dialect>& info);

}  // namespace herald::test

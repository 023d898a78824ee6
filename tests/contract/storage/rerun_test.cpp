#include <functional>
#include <stdexcept>

#include "host/storage/failure.hpp"
#include "tests/contract/storage/ledger_steps.hpp"
#include "tests/contract/storage/offender.hpp"

namespace herald::test {
namespace {

using storage::FailureKind;
using storage::StorageFailure;

/// Fails as told while it is evaluated, and counts.
class Troubled final : public storage::Operation {
 public:
  struct Record {
    int evaluations{0};
    int completions{0};
    std::optional<Error> failure{};
    std::function<void(int evaluation)> trouble{[](int) {}};
  };
  explicit Troubled(Record& record) : record_{record} {}
  void keys(storage::Batch&) const override {}
  void evaluate(storage::Batch&) override { record_.trouble(++record_.evaluations); }
  void complete(const std::optional<Error>& failure) override {
    ++record_.completions;
    record_.failure = failure;
  }

 private:
  Record& record_;
};

class WriterRerun : public LedgerContract {
 protected:
  /// Declared first in a test, so that it outlives what refers to it.
  Troubled::Record record;
  void submit() { store.writer.submit(std::make_unique<Troubled>(record)); }
};

TEST_P(WriterRerun, ABatchThatMeetsADeadlockIsRunAgainAndItsCallersSeeOneSuccess) {
  record.trouble = [](int evaluation) {
    if (evaluation <= 3) throw StorageFailure{FailureKind::Deadlock, "deadlock", "made by the test"};
  };
  Answer<domain::Accepted> before;
  Answer<domain::Accepted> after;
  store.ledger.accept(store.request(fresh_number()), before.completion());
  submit();
  store.ledger.accept(store.request(fresh_number()), after.completion());
  store.writer.step();
  EXPECT_EQ(record.evaluations, 4);
  EXPECT_EQ(record.completions, 1);
  EXPECT_FALSE(record.failure);
  EXPECT_TRUE(before.ok()) << before.reason();
  EXPECT_TRUE(after.ok()) << after.reason();
  EXPECT_EQ(store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant}), 2);
  EXPECT_EQ(store.offers.works.size(), 2U);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(WriterRerun, ADeadlockWithoutEndBecomesUnavailableForEveryoneOfTheBatchOnce) {
  record.trouble = [](int) { throw StorageFailure{FailureKind::Deadlock, "deadlock", "made by the test"}; };
  Answer<domain::Accepted> neighbour;
  store.ledger.accept(store.request(fresh_number()), neighbour.completion());
  submit();
  store.writer.step();
  EXPECT_EQ(record.completions, 1);
  ASSERT_TRUE(record.failure);
  EXPECT_EQ(record.failure->code, Errc::Unavailable);
  EXPECT_EQ(neighbour.calls, 1);
  ASSERT_FALSE(neighbour.result->has_value());
  EXPECT_EQ(neighbour.result->error().code, Errc::Unavailable);
  EXPECT_EQ(store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant}), 0);
  EXPECT_TRUE(store.offers.works.empty());
}

/// Each run of the batch takes a quarter of the time in which runs may begin.
class WriterRerunInTime : public WriterRerun {
 protected:
  int runs(std::chrono::milliseconds each) {
    StillClock clock;
    Store slow{url(), "", 512, &clock};
    record.trouble = [&](int) {
      clock.passed += each;
      throw StorageFailure{FailureKind::Deadlock, "database_busy", "made by the test"};
    };
    slow.writer.submit(std::make_unique<Troubled>(record));
    slow.writer.step();
    EXPECT_TRUE(slow.writer.trouble());
    return record.evaluations;
  }
};

TEST_P(WriterRerunInTime, NoRunBeginsTenSecondsAfterTheFirst) {
  EXPECT_EQ(runs(std::chrono::milliseconds{2500}), 4);
  ASSERT_TRUE(record.failure);
  EXPECT_EQ(record.failure->reason, "database_busy");
  EXPECT_EQ(record.failure->retry_after_ms, 1000);
  EXPECT_EQ(record.completions, 1);
}

TEST_P(WriterRerunInTime, AMillisecondBeforeThatOneMoreBegins) {
  EXPECT_EQ(runs(std::chrono::milliseconds{2499}), 5);
}

INSTANTIATE_TEST_SUITE_P(Storage, WriterRerunInTime, both_databases(), dialect_name);

TEST_P(WriterRerun, AnOperationThatThrowsFailsAlone) {
  record.trouble = [](int) { throw std::runtime_error{"a defect"}; };
  std::vector<Answer<domain::Accepted>> answers(9);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (i == 4) submit();
    store.ledger.accept(store.request(fresh_number()), answers[i].completion());
  }
  store.writer.step();
  EXPECT_EQ(record.completions, 1);
  ASSERT_TRUE(record.failure);
  EXPECT_EQ(record.failure->code, Errc::Internal);
  for (const auto& answer : answers) EXPECT_TRUE(answer.ok()) << answer.reason();
}

TEST_P(WriterRerun, AFailureThatIsNobodysFaultRefusesTheBatchAndIsToldAsTrouble) {
  record.trouble = [](int) { throw StorageFailure{FailureKind::Busy, "disk_full", "made by the test"}; };
  Answer<domain::Accepted> neighbour;
  submit();
  store.ledger.accept(store.request(fresh_number()), neighbour.completion());
  store.writer.step();
  EXPECT_EQ(neighbour.reason(), "disk_full");
  EXPECT_EQ(record.completions, 1);
  EXPECT_TRUE(store.writer.trouble());
  accept(store.request(fresh_number()));
  EXPECT_FALSE(store.writer.trouble()) << "the next commit shows that all is well again";
}

TEST_P(WriterRerun, TheJournalHasNoGapAfterRefusedAndBisectedBatches) {
  const domain::Message model = accept(store.request(fresh_number())).message;
  for (int round = 0; round < 3; ++round) {
    std::vector<Answer<domain::Accepted>> answers(20);
    Answer<Done> offence;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (static_cast<int>(i) == 3 + round * 7) {
        storage::Row row = message_row_like(store, model);
        row[column::kStatus] = storage::Cell{"LOST"};
        submit_unchecked(store, store.uuid(), row, offence.completion());
      }
      store.ledger.accept(store.request(fresh_number()), answers[i].completion());
    }
    store.writer.step();
    EXPECT_EQ(offence.reason(), "constraint_check");
    for (const auto& answer : answers) EXPECT_TRUE(answer.ok()) << answer.reason();
  }
  EXPECT_EQ(journal_complaints(store), "");
  EXPECT_EQ(store.count("select count(*) from journal where tenant_id = ? and type = 'message.accepted'",
                        {store.tenant}),
            61);
}

INSTANTIATE_TEST_SUITE_P(Storage, WriterRerun, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

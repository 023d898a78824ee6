#include <algorithm>

#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

class WriterCompletion : public LedgerContract {};

TEST_P(WriterCompletion, WhatIsQueuedWhenTheWriterGoesIsAnsweredOnceAsUnavailable) {
  std::vector<Answer<domain::Accepted>> answers(5);
  {
    Store leaving{url()};
    leaving.tenant = store.tenant;
    leaving.channel = store.channel;
    for (auto& answer : answers) leaving.ledger.accept(leaving.request(fresh_number()), answer.completion());
  }
  for (const auto& answer : answers) {
    ASSERT_EQ(answer.calls, 1);
    ASSERT_FALSE(answer.result->has_value());
    EXPECT_EQ(answer.result->error().code, Errc::Unavailable);
  }
  EXPECT_EQ(store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant}), 0);
}

TEST_P(WriterCompletion, WhatIsQueuedWhenTheWriterClosesIsRefusedThenAndNotAgainWhenItGoes) {
  Answer<domain::Accepted> answer;
  {
    Store leaving{url()};
    leaving.tenant = store.tenant;
    leaving.channel = store.channel;
    leaving.ledger.accept(leaving.request(fresh_number()), answer.completion());
    leaving.writer.close();
    EXPECT_EQ(answer.reason(), "stopping");
  }
  EXPECT_EQ(answer.calls, 1);
}

TEST_P(WriterCompletion, MoreThanALargestBatchIsCommittedInSeveralAndAnsweredInOrder) {
  Store small{url(), {}, 10};
  small.tenant = store.tenant;
  small.channel = store.channel;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < 64; ++i)
    small.ledger.accept(small.request(fresh_number()), [&order, i](const Result<domain::Accepted>& result) {
      EXPECT_TRUE(result);
      order.push_back(i);
    });
  small.writer.step();
  EXPECT_EQ(small.writer.batches(), 7);
  ASSERT_EQ(order.size(), 64U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(WriterCompletion, AnOperationSubmittedByACompletionIsCommittedByALaterStep) {
  Answer<domain::Accepted> second;
  store.ledger.accept(store.request(fresh_number()), [&](const Result<domain::Accepted>&) {
    store.ledger.accept(store.request(fresh_number()), second.completion());
  });
  store.writer.step();
  EXPECT_EQ(second.calls, 0);
  EXPECT_FALSE(store.writer.idle());
  store.writer.step();
  EXPECT_TRUE(second.ok()) << second.reason();
  EXPECT_TRUE(store.writer.idle());
}

TEST_P(WriterCompletion, ACompletionFindsItsRowsCommitted) {
  std::int64_t seen = 0;
  store.ledger.accept(store.request(fresh_number()), [&](const Result<domain::Accepted>&) {
    seen = store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant});
  });
  store.writer.step();
  EXPECT_EQ(seen, 1);
}

TEST_P(WriterCompletion, ABeatMovesTheFenceAndNothingElse) {
  const auto fence = [&] {
    return store.count("select batch from writer_fence where writer = ?", {store.name});
  };
  const auto before = fence();
  store.writer.beat();
  store.writer.step();
  EXPECT_EQ(fence(), before + 1);
}

INSTANTIATE_TEST_SUITE_P(Storage, WriterCompletion, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

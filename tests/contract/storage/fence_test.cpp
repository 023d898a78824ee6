#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

class WriterFence : public LedgerContract {
 protected:
  std::int64_t messages() {
    return store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant});
  }
  /// Another process that takes over this test's writer.
  std::unique_ptr<Store> successor() {
    auto other = std::make_unique<Store>(url(), store.name);
    other->tenant = store.tenant;
    other->channel = store.channel;
    return other;
  }
};

TEST_P(WriterFence, AWriterThatWasTakenOverRefusesEverythingAndWritesNothingMore) {
  accept(store.request(fresh_number()));
  const auto other = successor();
  const auto journal_before = store.count("select count(*) from journal where tenant_id = ?", {store.tenant});
  for (int round = 0; round < 2; ++round) {
    std::vector<Answer<domain::Accepted>> answers(3);
    for (auto& answer : answers) store.ledger.accept(store.request(fresh_number()), answer.completion());
    store.writer.step();
    for (const auto& answer : answers) {
      EXPECT_EQ(answer.reason(), "writer_fenced");
      EXPECT_EQ(answer.result->error().code, Errc::Unavailable);
    }
  }
  EXPECT_TRUE(store.writer.trouble());
  EXPECT_EQ(messages(), 1);
  EXPECT_EQ(store.count("select count(*) from journal where tenant_id = ?", {store.tenant}), journal_before);
  EXPECT_EQ(store.offers.works.size(), 1U);
}

TEST_P(WriterFence, TheSuccessorGoesOnWhereTheFirstStopped) {
  accept(store.request(fresh_number()));
  const auto other = successor();
  for (int i = 0; i < 20; ++i) {
    const auto accepted = other->commit<domain::Accepted>(
        [&](auto done) { other->ledger.accept(other->request(fresh_number()), done); });
    ASSERT_TRUE(accepted) << accepted.error().reason;
  }
  EXPECT_EQ(messages(), 21);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(WriterFence, WhatWasQueuedBeforeTheTakeOverIsRefusedToo) {
  Answer<domain::Accepted> answer;
  store.ledger.accept(store.request(fresh_number()), answer.completion());
  const auto other = successor();
  store.writer.step();
  EXPECT_EQ(answer.reason(), "writer_fenced");
  EXPECT_EQ(messages(), 0);
}

TEST_P(WriterFence, AFencedWriterMayTakeItsNameBack) {
  const auto other = successor();
  EXPECT_EQ(refused(store.request(fresh_number())).reason, "writer_fenced");
  store.writer.take_over();
  accept(store.request(fresh_number()));
  EXPECT_FALSE(store.writer.trouble());
  const auto late = other->commit<domain::Accepted>(
      [&](auto done) { other->ledger.accept(other->request(fresh_number()), done); });
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().reason, "writer_fenced");
}

TEST_P(WriterFence, AWriterOfAnotherNameIsLeftAlone) {
  Store other{url()};
  accept(store.request(fresh_number()));
  EXPECT_FALSE(store.writer.trouble());
}

TEST_P(WriterFence, AMissingFenceRowStopsTheWriter) {
  store.aside().execute("delete from writer_fence where writer = ?", storage::Row{store.name});
  EXPECT_EQ(refused(store.request(fresh_number())).reason, "writer_fenced");
  EXPECT_EQ(messages(), 0);
}

INSTANTIATE_TEST_SUITE_P(Storage, WriterFence, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

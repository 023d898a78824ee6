#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using Expiry = LedgerContract;

TEST_P(Expiry, AnIdempotencyKeyThatHasRunOutMakesANewMessage) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.idempotency = domain::IdempotencyClaim{std::string(64, 'e'), std::string(64, 'b'),
                                                 store.clock.now() - std::chrono::seconds{1}};
  const domain::MessageId first = accept(request).message.id;
  store.writer.beat();
  store.writer.step();
  domain::AcceptRequest again = store.request(fresh_number());
  again.idempotency = request.idempotency;
  const domain::Accepted second = accept(again);
  EXPECT_FALSE(second.replayed);
  EXPECT_NE(second.message.id, first);
}

INSTANTIATE_TEST_SUITE_P(Storage, Expiry, testing::Values(storage::Dialect::Sqlite, storage::Dialect::Mysql),
                         dialect_name);

}  // namespace
}  // namespace herald::test

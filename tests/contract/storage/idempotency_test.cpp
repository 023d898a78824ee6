#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

/// Steps a writer on a thread of its own while it lives.
class WriterThread {
 public:
  explicit WriterThread(storage::Writer& writer)
      : writer_{writer}, thread_{[this] {
          while (!stop_) {
            writer_.wait(std::chrono::seconds{1});
            writer_.step();
          }
        }} {}
  ~WriterThread() {
    stop_ = true;
    writer_.wake();
    thread_.join();
  }
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;

 private:
  storage::Writer& writer_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class Idempotency : public LedgerContract {
 protected:
  domain::AcceptRequest keyed(char key, char body) {
    domain::AcceptRequest request = store.request("+15005550042");
    request.idempotency = domain::IdempotencyClaim{std::string(64, key), std::string(64, body),
                                                   store.clock.now() + std::chrono::hours{24}};
    return request;
  }
  std::int64_t count(const std::string& table) {
    return store.count("select count(*) from " + table + " where tenant_id = ?", {store.tenant});
  }
};

TEST_P(Idempotency, SixteenThreadsWithOneKeyMakeOneMessage) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 8;
  std::vector<domain::AcceptRequest> requests;
  for (int i = 0; i < kThreads * kRounds; ++i)
    requests.push_back(keyed(static_cast<char>('a' + i / kThreads), 'b'));
  std::vector<std::promise<Result<domain::Accepted>>> promises(requests.size());
  std::vector<std::future<Result<domain::Accepted>>> answers;
  for (auto& promise : promises) answers.push_back(promise.get_future());
  {
    const WriterThread running{store.writer};
    std::vector<std::thread> callers;
    for (int t = 0; t < kThreads; ++t)
      callers.emplace_back([&, t] {
        for (int round = 0; round < kRounds; ++round) {
          const auto i = static_cast<std::size_t>(round * kThreads + t);
          store.ledger.accept(requests[i], [&promise = promises[i]](Result<domain::Accepted> result) {
            promise.set_value(std::move(result));
          });
        }
      });
    for (auto& caller : callers) caller.join();
    for (auto& answer : answers)
      ASSERT_EQ(answer.wait_for(std::chrono::seconds{60}), std::future_status::ready);
  }
  for (int round = 0; round < kRounds; ++round) {
    std::set<std::string> ids;
    int fresh = 0;
    for (int t = 0; t < kThreads; ++t) {
      const auto result = answers[static_cast<std::size_t>(round * kThreads + t)].get();
      ASSERT_TRUE(result) << result.error().reason;
      ids.insert(result->message.id.text);
      fresh += result->replayed ? 0 : 1;
    }
    EXPECT_EQ(ids.size(), 1U);
    EXPECT_EQ(fresh, 1);
  }
  EXPECT_EQ(count("communication_message"), kRounds);
  EXPECT_EQ(count("work_item"), kRounds);
  EXPECT_EQ(count("contact"), 1);
  EXPECT_EQ(store.offers.works.size(), static_cast<std::size_t>(kRounds));
}

TEST_P(Idempotency, TheSameKeyInOneBatchWithAnotherBodyIsRefused) {
  Answer<domain::Accepted> first;
  Answer<domain::Accepted> same;
  Answer<domain::Accepted> other;
  store.ledger.accept(keyed('a', 'b'), first.completion());
  store.ledger.accept(keyed('a', 'b'), same.completion());
  store.ledger.accept(keyed('a', 'c'), other.completion());
  store.writer.step();
  ASSERT_TRUE(first.ok() && same.ok());
  EXPECT_TRUE((*same.result)->replayed);
  EXPECT_EQ((*same.result)->message.id, (*first.result)->message.id);
  EXPECT_EQ(other.reason(), "idempotency_mismatch");
}

TEST_P(Idempotency, ARefusedRequestLeavesItsKeyFree) {
  domain::AcceptRequest request = keyed('a', 'b');
  request.message.channel = domain::ChannelId{store.uuid()};
  EXPECT_EQ(refused(request).reason, "unknown_channel");
  EXPECT_FALSE(accept(keyed('a', 'b')).replayed);
}

TEST_P(Idempotency, AReplayComesBeforeEveryOtherRefusal) {
  domain::AcceptRequest request = keyed('a', 'b');
  request.message.content.reference = "ref";
  const auto first = accept(request);
  domain::AcceptRequest again = keyed('a', 'b');
  again.message.content.reference = "ref";
  EXPECT_EQ(accept(again).message.id, first.message.id)
      << "the reference is taken by the very message that is asked for";
}

TEST_P(Idempotency, KeysOfTwoTenantsDoNotMeet) {
  const auto first = accept(keyed('a', 'b'));
  store.seed();
  const auto second = accept(keyed('a', 'c'));
  EXPECT_FALSE(second.replayed);
  EXPECT_NE(first.message.id, second.message.id);
}

TEST_P(Idempotency, AFirstMessageToAnAddressMakesContactAndConversationAndTheNextUsesThem) {
  const auto first = accept(store.request("+15005550043")).message;
  const auto second = accept(store.request("+15005550043")).message;
  EXPECT_EQ(first.contact, second.contact);
  EXPECT_EQ(first.conversation, second.conversation);
  EXPECT_EQ(count("contact"), 1);
  EXPECT_EQ(count("contact_address"), 1);
  EXPECT_EQ(count("communication_session"), 1);
}

INSTANTIATE_TEST_SUITE_P(Storage, Idempotency, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

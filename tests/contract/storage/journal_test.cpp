#include <map>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

class Journal : public LedgerContract {
 protected:
  std::map<int, std::int64_t> heads() {
    std::map<int, std::int64_t> found;
    for (const auto& row : store.aside().query("select shard, max(seq) from journal group by shard", 2))
      found[static_cast<int>(row[0].number())] = row[1].number();
    return found;
  }
};

TEST_P(Journal, FiveHundredAcceptsInOneStepGetContiguousNumbersInTheirShards) {
  auto expected = heads();
  std::vector<Answer<domain::Accepted>> answers(500);
  for (auto& answer : answers) {
    const auto request = store.request(fresh_number());
    ++expected[request.message.shard];
    store.ledger.accept(request, answer.completion());
  }
  const auto batches = store.writer.batches();
  store.writer.step();
  EXPECT_EQ(store.writer.batches(), batches + 1);
  for (const auto& answer : answers) ASSERT_TRUE(answer.ok()) << answer.reason();
  EXPECT_EQ(heads(), expected);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Journal, AWriterThatTakesOverFindsTheHeadsOfTheChains) {
  accept(store.request(fresh_number()));
  for (int i = 0; i < 3; ++i) {
    Store next{url(), store.name};
    next.tenant = store.tenant;
    next.channel = store.channel;
    for (int k = 0; k < 40; ++k)
      next.ledger.accept(next.request(fresh_number()), [](const auto& result) { EXPECT_TRUE(result); });
    next.writer.step();
  }
  EXPECT_EQ(store.count("select count(*) from journal where tenant_id = ? and type = 'message.accepted'",
                        {store.tenant}),
            121);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Journal, EachChangeOfAMessageIsJournaledWithItsVersionAndCause) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.origin = {.actor = "apikey:k1", .request_id = "req-1"};
  const domain::Message message = accept(request).message;
  settle(message, intend(message), {.certainty = domain::Certainty::Accepted, .provider_id = "p"});
  const domain::Webhook callback = webhook({receipt("k", domain::AttemptState::Read, "p")});
  receive(callback);
  const auto timeline = view(message.id).timeline;
  ASSERT_EQ(timeline.size(), 3U);
  EXPECT_EQ(timeline[0].event.actor, "apikey:k1");
  EXPECT_EQ(timeline[0].event.cause, "req-1");
  EXPECT_EQ(timeline[0].event.subject_version, 1);
  EXPECT_LT(timeline[0].event.subject_version, timeline[1].event.subject_version);
  EXPECT_LT(timeline[1].event.subject_version, timeline[2].event.subject_version);
  EXPECT_EQ(timeline[2].event.subject_version, view(message.id).message.version);
  EXPECT_EQ(timeline[2].event.cause, "webhook:" + callback.id);
  EXPECT_EQ(timeline[2].event.actor, "provider:" + store.channel.text);
}

TEST_P(Journal, NeitherBodyNorAddressStandsInIt) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.message.content.body = "sesame-opens-the-cave";
  const domain::Message message = accept(request).message;
  settle(message, intend(message),
         {.certainty = domain::Certainty::NotSent, .error_class = "blocked", .error_code = "30003"});
  for (const auto& entry : view(message.id).timeline) {
    EXPECT_EQ(entry.event.data_json.find("sesame"), std::string::npos);
    EXPECT_EQ(entry.event.data_json.find(message.content.to_address), std::string::npos);
  }
}

TEST_P(Journal, ReadingGoesOnAfterTheGivenPlaceAndStopsAtTheLimit) {
  const int shard = accept(store.request(fresh_number())).message.shard;
  for (int i = 0; i < 300; ++i)
    store.ledger.accept(store.request(fresh_number()), [](const auto& result) { EXPECT_TRUE(result); });
  store.writer.step();
  const auto all = store.journal.read(shard, 0, 10'000);
  ASSERT_TRUE(all);
  std::int64_t seq = 0;
  for (;;) {
    const auto page = store.journal.read(shard, seq, 2);
    ASSERT_TRUE(page);
    ASSERT_LE(page->size(), 2U);
    if (page->empty()) break;
    for (const auto& entry : *page) ASSERT_EQ(entry.seq, ++seq);
  }
  EXPECT_EQ(seq, static_cast<std::int64_t>(all->size()));
}

INSTANTIATE_TEST_SUITE_P(Storage, Journal, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::MessageStatus;

class LedgerJourney : public LedgerContract {};

TEST_P(LedgerJourney, AMessageTravelsFromAcceptToDelivered) {
  const auto accepted = accept(store.request("+15005550100"));
  EXPECT_EQ(accepted.message.status, MessageStatus::Queued);
  ASSERT_EQ(store.offers.works.size(), 1U);
  const auto attempt = intend(accepted.message);
  EXPECT_EQ(view(accepted.message.id).message.status, MessageStatus::Sending);
  EXPECT_EQ(settle(accepted.message, attempt, {.certainty = Certainty::Accepted, .provider_id = "p1"}),
            MessageStatus::Sent);
  EXPECT_EQ(receive({receipt("k1", AttemptState::Delivered, "p1")}).applied, 1);
  const auto seen = view(accepted.message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Delivered);
  EXPECT_EQ(seen.message.provider_id, "p1");
  EXPECT_TRUE(seen.message.sent_at && seen.message.delivered_at);
  ASSERT_EQ(seen.attempts.size(), 1U);
  EXPECT_EQ(seen.attempts[0].state, AttemptState::Delivered);
  ASSERT_EQ(seen.timeline.size(), 3U);
  EXPECT_EQ(seen.timeline[0].event.type, "message.accepted");
  EXPECT_EQ(seen.timeline[1].event.type, "message.sent");
  EXPECT_EQ(seen.timeline[2].event.type, "message.delivered");
  EXPECT_EQ(seen.timeline[2].event.actor, "provider:" + store.channel.text);
}

TEST_P(LedgerJourney, TwoFirstMessagesToOneAddressInOneBatchMakeOneContact) {
  std::vector<domain::Accepted> accepted;
  for (int i = 0; i < 2; ++i)
    store.ledger.accept(store.request("+15005550101"),
                        [&](Result<domain::Accepted> result) { accepted.push_back(*result); });
  store.writer.step();
  ASSERT_EQ(accepted.size(), 2U);
  EXPECT_EQ(accepted[0].message.contact, accepted[1].message.contact);
  EXPECT_EQ(accepted[0].message.conversation, accepted[1].message.conversation);
}

TEST_P(LedgerJourney, ARepeatedIdempotencyKeyAnswersTheFirstMessageAndAnotherBodyIsRefused) {
  auto first = store.request("+15005550102");
  first.idempotency = domain::IdempotencyClaim{std::string(64, 'a'), std::string(64, 'b'),
                                               store.clock.now() + std::chrono::hours{24}};
  const auto accepted = accept(first);
  auto again = store.request("+15005550102");
  again.idempotency = first.idempotency;
  const auto replay = accept(again);
  EXPECT_TRUE(replay.replayed);
  EXPECT_EQ(replay.message.id, accepted.message.id);
  again.idempotency->body_hash = std::string(64, 'c');
  const auto refused = store.commit<domain::Accepted>([&](auto done) { store.ledger.accept(again, done); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::Mismatch);
}

TEST_P(LedgerJourney, AReceiptThatComesBeforeItsProviderIdWaitsForIt) {
  const auto accepted = accept(store.request("+15005550103"));
  const auto attempt = intend(accepted.message);
  EXPECT_EQ(receive({receipt("k1", AttemptState::Delivered, "p9")}).parked, 1);
  EXPECT_EQ(settle(accepted.message, attempt, {.certainty = Certainty::Accepted, .provider_id = "p9"}),
            MessageStatus::Delivered);
  EXPECT_EQ(receive({receipt("k1", AttemptState::Delivered, "p9")}).duplicates, 1);
}

TEST_P(LedgerJourney, AnUnknownAttemptIsResolvedByAReceiptThatEchoesOurReference) {
  const auto accepted = accept(store.request("+15005550104"));
  const auto attempt = intend(accepted.message);
  EXPECT_EQ(settle(accepted.message, attempt, {.certainty = Certainty::Unknown, .error_code = "timeout"}),
            MessageStatus::Unknown);
  EXPECT_EQ(receive({receipt("k1", AttemptState::Sent, "p5", attempt.text)}).applied, 1);
  EXPECT_EQ(view(accepted.message.id).message.status, MessageStatus::Sent);
  EXPECT_EQ(receive({receipt("k2", AttemptState::Delivered, "p5")}).applied, 1);
  EXPECT_EQ(view(accepted.message.id).message.status, MessageStatus::Delivered);
}

TEST_P(LedgerJourney, ARetryKeepsTheWorkAndCountsTheNextAttempt) {
  const auto accepted = accept(store.request("+15005550105"));
  const auto attempt = intend(accepted.message);
  const auto later = store.clock.now() + std::chrono::seconds{5};
  EXPECT_EQ(settle(accepted.message, attempt, {.certainty = Certainty::NotSent, .error_code = "429"}, later),
            MessageStatus::Queued);
  const auto work = works(later);
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0].due_at, later);
  const auto second = intend(accepted.message);
  EXPECT_EQ(settle(accepted.message, second, {.certainty = Certainty::NotSent, .error_code = "400"}),
            MessageStatus::Failed);
  EXPECT_EQ(view(accepted.message.id).attempts.size(), 2U);
  EXPECT_TRUE(works(later).empty());
}

TEST_P(LedgerJourney, AnEstimateOfSegmentsGivesWayToTheProvidersNumber) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.message.segments = 3;
  const domain::Message message = accept(request).message;
  EXPECT_EQ(view(message.id).message.segments, 3);
  const domain::AttemptId first = intend(message);
  settle(message, first, {.certainty = Certainty::NotSent, .error_code = "429"}, store.clock.now());
  EXPECT_EQ(view(message.id).message.segments, 3) << "a provider that says nothing changes nothing";
  settle(message, intend(message),
         {.certainty = Certainty::Accepted, .provider_id = store.uuid(), .segments = 2});
  EXPECT_EQ(view(message.id).message.segments, 2);
}

INSTANTIATE_TEST_SUITE_P(Storage, LedgerJourney, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

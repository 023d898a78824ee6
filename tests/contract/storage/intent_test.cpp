#include <algorithm>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::MessageStatus;
using Kind = domain::IntentVerdict::Kind;

class Intents : public LedgerContract {
 protected:
  std::int64_t attempts(const domain::Message& message) {
    return store.count("select count(*) from delivery_attempt where message_id = ?", {message.id});
  }
  Kind kind(const domain::Message& message) { return ask(message, domain::AttemptId{store.uuid()}).kind; }
};

TEST_P(Intents, ASuppressionCommittedBeforeTheIntentRejectsTheMessageWithoutAnAttempt) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  suppress({"phone", message.content.to_address});
  EXPECT_EQ(kind(message), Kind::Suppressed);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Rejected);
  EXPECT_EQ(seen.message.reason, "suppressed");
  EXPECT_TRUE(seen.attempts.empty());
  EXPECT_EQ(seen.timeline.back().event.type, "message.rejected");
  EXPECT_TRUE(works(store.clock.now() + std::chrono::hours{1}).empty());
  EXPECT_EQ(kind(message), Kind::Gone);
}

TEST_P(Intents, ASuppressionOfAnotherAddressKindOrTenantDoesNotMatter) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  suppress({"whatsapp", message.content.to_address});
  suppress({"phone", message.content.to_address + "0"});
  Store stranger{url()};
  stranger.seed();
  stranger.aside().execute(
      "insert into suppression (id, tenant_id, kind, normalised, created_at) values (?,?,?,?,?)",
      storage::Row{stranger.uuid(), stranger.tenant, "phone", message.content.to_address,
                   stranger.clock.now()});
  EXPECT_EQ(kind(message), Kind::Go);
}

TEST_P(Intents, ALiftedSuppressionDoesNotMatter) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  suppress({"phone", message.content.to_address}, true);
  EXPECT_EQ(kind(message), Kind::Go);
}

TEST_P(Intents, ASuppressionStopsARetryToo) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  settle(message, intend(message), {.certainty = Certainty::NotSent, .next = domain::Next::Retry},
         store.clock.now());
  suppress({"phone", message.content.to_address});
  EXPECT_EQ(kind(message), Kind::Suppressed);
  EXPECT_EQ(attempts(message), 1);
}

TEST_P(Intents, AMessageIsExpiredFromItsExpiryOnAndNotBefore) {
  const auto expiring = [&](Instant expiry) {
    auto request = store.request(fresh_number());
    request.message.content.expires_at = expiry;
    return accept(std::move(request)).message;
  };
  const domain::Message late = expiring(store.clock.now());
  EXPECT_EQ(kind(late), Kind::Expired);
  const auto seen = view(late.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Expired);
  EXPECT_EQ(seen.message.reason, "expired");
  EXPECT_TRUE(seen.attempts.empty());
  EXPECT_EQ(seen.timeline.back().event.type, "message.expired");
  EXPECT_TRUE(works(store.clock.now() + std::chrono::hours{1}).empty());
  ASSERT_EQ(store.offers.ends.size(), 1U);
  EXPECT_EQ(store.offers.ends[0].second, MessageStatus::Expired);
  EXPECT_EQ(kind(expiring(store.clock.now() + std::chrono::hours{1})), Kind::Go);
}

TEST_P(Intents, TheEndOfAMessageIsToldToThoseWhoWaitForIt) {
  const domain::Message message = sent("told");
  ASSERT_EQ(store.offers.ends.size(), 1U);
  EXPECT_EQ(store.offers.ends[0], (std::pair{message.id, MessageStatus::Sent}));
  const domain::Message retried = accept(store.request(fresh_number())).message;
  settle(retried, intend(retried), {.certainty = Certainty::NotSent, .next = domain::Next::Retry},
         store.clock.now());
  EXPECT_EQ(store.offers.ends.size(), 1U) << "it goes on";
}

TEST_P(Intents, AMessageThatIsSettledOrUnderWayIsGone) {
  const domain::Message done = sent("done");
  EXPECT_EQ(kind(done), Kind::Gone);
  const domain::Message busy = accept(store.request(fresh_number())).message;
  intend(busy);
  EXPECT_EQ(kind(busy), Kind::Gone);
  const domain::Message open = accept(store.request(fresh_number())).message;
  settle(open, intend(open), {.certainty = Certainty::Unknown});
  EXPECT_EQ(kind(open), Kind::Gone);
  EXPECT_EQ(attempts(done) + attempts(busy) + attempts(open), 3);
}

TEST_P(Intents, AMessageThatDoesNotExistIsGone) {
  domain::Message message = store.request(fresh_number()).message;
  EXPECT_EQ(kind(message), Kind::Gone);
}

TEST_P(Intents, OfTwoIntentsForOneMessageInOneBatchTheFirstGoes) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  Answer<domain::IntentVerdict> first;
  Answer<domain::IntentVerdict> second;
  for (auto* answer : {&first, &second})
    store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                         .message = message.id,
                         .tenant = store.tenant,
                         .channel = store.channel,
                         .address = {"phone", message.content.to_address}},
                        answer->completion());
  store.writer.step();
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ((*first.result)->kind, Kind::Go);
  EXPECT_EQ((*second.result)->kind, Kind::Gone);
  EXPECT_EQ(attempts(message), 1);
}

TEST_P(Intents, AReceiptBetweenARetryAndItsIntentMakesItGone) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  settle(message, attempt, {.certainty = Certainty::NotSent, .next = domain::Next::Retry}, store.clock.now());
  receive({receipt("k", AttemptState::Delivered, "p", attempt.text)});
  EXPECT_EQ(kind(message), Kind::Gone);
  EXPECT_EQ(status(message), MessageStatus::Delivered);
  EXPECT_TRUE(works(store.clock.now() + std::chrono::hours{1}).empty());
}

TEST_P(Intents, AttemptsAreNumberedFromOneAndNameTheNode) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  for (int number = 1; number <= 3; ++number) {
    const domain::AttemptId id{store.uuid()};
    const auto verdict = ask(message, id);
    EXPECT_EQ(verdict.number, number);
    settle(message, id, {.certainty = Certainty::NotSent, .next = domain::Next::Retry}, store.clock.now());
  }
  EXPECT_EQ(store.count("select count(*) from delivery_attempt where message_id = ? and node = ?",
                        {message.id, store.name}),
            3);
}

TEST_P(Intents, SettlingAnAttemptThatDoesNotExistIsRefusedAndSettlingTwiceIsHarmless) {
  const domain::Message message = sent("twice");
  const auto unknown = store.commit<MessageStatus>([&](auto done) {
    store.ledger.settle({.attempt = domain::AttemptId{store.uuid()},
                         .message = message.id,
                         .tenant = store.tenant,
                         .channel = store.channel},
                        done);
  });
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, Errc::NotFound);
  const auto before = view(message.id);
  EXPECT_EQ(
      settle(message, before.attempts.at(0).id, {.certainty = Certainty::Accepted, .provider_id = "twice"}),
      MessageStatus::Sent);
  EXPECT_EQ(view(message.id).timeline.size(), before.timeline.size());
}

TEST_P(Intents, AnIntentThatNoProcessSettledIsFoundAfterARestart) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  const auto found = [&] {
    const auto left = store.messages.unsettled();
    EXPECT_TRUE(left);
    return left && std::any_of(left->begin(), left->end(),
                               [&](const domain::Attempt& each) { return each.id == attempt; });
  };
  EXPECT_TRUE(found());
  settle(message, attempt, {.certainty = Certainty::Unknown, .error_code = "node_restarted"});
  EXPECT_FALSE(found());
  EXPECT_EQ(status(message), MessageStatus::Unknown);
}

INSTANTIATE_TEST_SUITE_P(Storage, Intents, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

// Cancelling and sending again: both decided inside the writer's batch.
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::Certainty;
using domain::MessageStatus;
using Kind = domain::IntentVerdict::Kind;

class Changes : public LedgerContract {
 protected:
  domain::Cancellation wish(const domain::MessageId& message) {
    return {.message = message, .tenant = store.tenant, .origin = {"apikey:k", "req"}};
  }
  Result<MessageStatus> cancel(const domain::MessageId& message) {
    return store.commit<MessageStatus>([&](auto done) { store.ledger.cancel(wish(message), done); });
  }
  /// The refusal of a cancellation that must be refused.
  std::string refusal(const domain::Message& message) {
    const auto cancelled = cancel(message.id);
    return cancelled ? "cancelled" : cancelled.error().reason;
  }
  domain::Message waiting() { return accept(store.request(fresh_number())).message; }
  domain::Message failed() {
    const domain::Message message = waiting();
    EXPECT_EQ(settle(message, intend(message), {.certainty = Certainty::NotSent, .error_code = "x"}),
              MessageStatus::Failed);
    return message;
  }
  domain::AcceptRequest again(const domain::MessageId& first) {
    domain::AcceptRequest request = store.request(fresh_number());
    request.message.resend_of = first;
    request.origin = {"apikey:k", "req"};
    return request;
  }
};

TEST_P(Changes, AMessageThatWaitsIsCancelledAndItsWorkIsGone) {
  const domain::Message message = waiting();
  EXPECT_EQ(cancel(message.id).value(), MessageStatus::Cancelled);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Cancelled);
  EXPECT_EQ(seen.message.version, 2);
  EXPECT_EQ(seen.timeline.back().event.type, "message.cancelled");
  EXPECT_EQ(seen.timeline.back().event.actor, "apikey:k");
  EXPECT_TRUE(works(store.clock.now() + std::chrono::hours{1}).empty());
  EXPECT_EQ(ask(message, domain::AttemptId{store.uuid()}).kind, Kind::Gone);
  ASSERT_EQ(store.offers.ends.size(), 1U);
  EXPECT_EQ(store.offers.ends[0], (std::pair{message.id, MessageStatus::Cancelled}));
}

TEST_P(Changes, CancellingTwiceIsSuccessAndChangesNothingMore) {
  const domain::Message message = waiting();
  EXPECT_TRUE(cancel(message.id));
  EXPECT_EQ(cancel(message.id).value(), MessageStatus::Cancelled);
  EXPECT_EQ(view(message.id).message.version, 2);
}

TEST_P(Changes, AScheduledMessageAndOneThatWaitsForItsRetryAreCancelled) {
  domain::AcceptRequest later = store.request(fresh_number());
  later.message.status = MessageStatus::Scheduled;
  later.message.content.schedule_for = store.clock.now() + std::chrono::hours{1};
  EXPECT_TRUE(cancel(accept(later).message.id));
  const domain::Message retried = waiting();
  settle(retried, intend(retried), {.certainty = Certainty::NotSent, .next = domain::Next::Retry},
         store.clock.now() + std::chrono::hours{1});
  EXPECT_TRUE(cancel(retried.id));
}

TEST_P(Changes, WhatIsBeingSentOrMayHaveLeftIsNotCancelled) {
  const domain::Message busy = waiting();
  intend(busy);
  EXPECT_EQ(refusal(busy), "not_cancellable");
  const domain::Message open = waiting();
  settle(open, intend(open), {.certainty = Certainty::Unknown});
  EXPECT_EQ(refusal(open), "not_cancellable");
  EXPECT_EQ(refusal(sent("cancel-too-late")), "not_cancellable");
  EXPECT_EQ(refusal(failed()), "not_cancellable");
}

TEST_P(Changes, AQueuedMessageWithAnAttemptOfUnknownOutcomeIsNotCancelled) {
  const domain::Message message = waiting();
  settle(message, intend(message), {.certainty = Certainty::Unknown});
  store.aside().execute("update communication_message set status = 'QUEUED' where id = ?",
                        storage::Row{message.id});
  EXPECT_EQ(refusal(message), "not_cancellable");
}

TEST_P(Changes, OfACancellationAndAnIntentInOneBatchTheFirstWins) {
  const domain::Message first = waiting();
  const domain::Message second = waiting();
  const auto intent = [&](const domain::Message& message, Answer<domain::IntentVerdict>& verdict) {
    store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                         .message = message.id,
                         .tenant = message.tenant,
                         .channel = message.channel,
                         .address = {"phone", message.content.to_address}},
                        verdict.completion());
  };
  Answer<MessageStatus> early;
  Answer<MessageStatus> late;
  Answer<domain::IntentVerdict> gone;
  Answer<domain::IntentVerdict> go;
  store.ledger.cancel(wish(first.id), early.completion());
  intent(first, gone);
  intent(second, go);
  store.ledger.cancel(wish(second.id), late.completion());
  store.writer.step();
  EXPECT_TRUE(early.ok());
  EXPECT_EQ((*gone.result)->kind, Kind::Gone);
  EXPECT_EQ((*go.result)->kind, Kind::Go);
  EXPECT_EQ(late.reason(), "not_cancellable");
  EXPECT_EQ(status(first), MessageStatus::Cancelled);
  EXPECT_EQ(status(second), MessageStatus::Sending);
}

TEST_P(Changes, AnotherTenantsMessageAndNoMessageAreNotKnown) {
  const domain::Message message = waiting();
  EXPECT_EQ(cancel(domain::MessageId{store.uuid()}).error().reason, "unknown_message");
  store.seed();
  EXPECT_EQ(cancel(message.id).error().reason, "unknown_message");
  EXPECT_EQ(accept(store.request(fresh_number())).message.status, MessageStatus::Queued);
  EXPECT_EQ(refused(again(message.id)).reason, "unknown_message");
}

TEST_P(Changes, AReceiptOfACancelledMessageStillWins) {
  const domain::Message message = waiting();
  settle(message, intend(message),
         {.certainty = Certainty::NotSent, .next = domain::Next::Retry, .provider_id = "ghost"},
         store.clock.now() + std::chrono::hours{1});
  ASSERT_TRUE(cancel(message.id));
  receive({receipt("k", domain::AttemptState::Delivered, "ghost")});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
}

TEST_P(Changes, AFailedMessageIsSentAgainAsANewOneAndEachNamesTheOther) {
  const domain::Message first = failed();
  const domain::Message second = accept(again(first.id)).message;
  EXPECT_EQ(view(second.id).message.resend_of, first.id);
  EXPECT_EQ(view(second.id).message.status, MessageStatus::Queued);
  const auto seen = view(first.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Failed);
  const auto& event = seen.timeline.back().event;
  EXPECT_EQ(event.type, "message.resent");
  EXPECT_EQ(event.subject_version, seen.message.version);
  EXPECT_NE(event.data_json.find(second.id.text), std::string::npos);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Changes, OnlyWhatCertainlyDidNotArriveIsSentAgain) {
  EXPECT_EQ(refused(again(waiting().id)).reason, "not_resendable");
  EXPECT_EQ(refused(again(sent("resend-sent").id)).reason, "not_resendable");
  const domain::Message open = waiting();
  settle(open, intend(open), {.certainty = Certainty::Unknown});
  EXPECT_EQ(refused(again(open.id)).reason, "not_resendable");
  const domain::Message cancelled = waiting();
  ASSERT_TRUE(cancel(cancelled.id));
  EXPECT_NE(accept(again(cancelled.id)).message.id, cancelled.id);
}

TEST_P(Changes, ARepeatedResendUnderOneKeyMakesOneMessage) {
  const domain::Message first = failed();
  domain::AcceptRequest request = again(first.id);
  request.idempotency = domain::IdempotencyClaim{std::string(64, 'r'), std::string(64, 'b'),
                                                 store.clock.now() + std::chrono::hours{24}};
  const auto made = accept(request);
  domain::AcceptRequest repeat = again(first.id);
  repeat.idempotency = request.idempotency;
  const auto replayed = accept(repeat);
  EXPECT_TRUE(replayed.replayed);
  EXPECT_EQ(replayed.message.id, made.message.id);
}

INSTANTIATE_TEST_SUITE_P(Storage, Changes, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

#include <algorithm>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

// Attempts whose outcome nobody knows: kept as work until they are resolved, repeated or given up.

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::MessageStatus;
using std::chrono::minutes;
using Kind = domain::IntentVerdict::Kind;

const domain::Outcome kUnknown{
    .certainty = Certainty::Unknown, .error_class = "transient", .error_code = "timeout"};

class Unknown : public LedgerContract {
 protected:
  Instant in(minutes time) { return store.clock.now() + time; }
  /// A message whose first attempt is unknown and is to be looked at again at `at`.
  domain::Message lost(std::optional<Instant> at) {
    const domain::Message message = accept(store.request(fresh_number())).message;
    first = intend(message);
    EXPECT_EQ(settle(message, first, kUnknown, at), MessageStatus::Unknown);
    return message;
  }
  domain::IntentVerdict ask_again(const domain::Message& message, const domain::AttemptId& attempt) {
    auto verdict = store.commit<domain::IntentVerdict>([&](auto done) {
      store.ledger.intend({.id = attempt,
                           .message = message.id,
                           .tenant = message.tenant,
                           .channel = message.channel,
                           .address = {"phone", message.content.to_address},
                           .repeats = first},
                          done);
    });
    EXPECT_TRUE(verdict) << verdict.error().reason;
    return verdict ? *verdict : domain::IntentVerdict{};
  }
  domain::AttemptId repeat(const domain::Message& message) {
    domain::AttemptId id{store.uuid()};
    EXPECT_EQ(ask_again(message, id).kind, Kind::Go);
    return id;
  }
  /// What the database hands out of this message's work, if anything.
  std::optional<domain::Work> work() {
    auto all = works(in(minutes{60 * 24}));
    EXPECT_LE(all.size(), 1U);
    return all.empty() ? std::nullopt : std::optional{all[0]};
  }
  std::string types(const domain::Message& message) {
    std::string out;
    for (const auto& entry : view(message.id).timeline) out += (out.empty() ? "" : " ") + entry.event.type;
    return out;
  }
  domain::AttemptId first;
};

TEST_P(Unknown, IsWorkAtItsTimeWithTheAttemptThatIsOpen) {
  const Instant at = in(minutes{15});
  const domain::Message message = lost(at);
  EXPECT_TRUE(works(at - std::chrono::milliseconds{1}).empty());
  const auto due = work();
  ASSERT_TRUE(due && due->open);
  EXPECT_EQ(due->due_at, at);
  EXPECT_EQ(due->message.status, MessageStatus::Unknown);
  EXPECT_EQ(due->open->id, first);
  EXPECT_EQ(due->open->number, 1);
  EXPECT_EQ(due->open->state, AttemptState::Unknown);
  EXPECT_TRUE(due->open->repeats.empty());
  EXPECT_EQ(due->open->since, view(message.id).attempts.at(0).created_at);
}

TEST_P(Unknown, AReceiptThatBearsTheAttemptsReferenceResolvesIt) {
  const domain::Message message = lost(in(minutes{15}));
  receive({receipt("k", AttemptState::Delivered, "P1", first.text)});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
  EXPECT_FALSE(work());
  EXPECT_EQ(ask_again(message, domain::AttemptId{store.uuid()}).kind, Kind::Gone) << "nothing to repeat";
}

TEST_P(Unknown, AReceiptThatTellsOfAFailureResolvesItToo) {
  const domain::Message message = lost(in(minutes{15}));
  receive({receipt("k", AttemptState::Failed, "", first.text)});
  EXPECT_EQ(status(message), MessageStatus::Failed);
  EXPECT_FALSE(work());
}

TEST_P(Unknown, LookedAtAgainItOnlyGetsAnotherTime) {
  const domain::Message message = lost(in(minutes{1}));
  const auto before = view(message.id);
  const Instant later = in(minutes{5});
  EXPECT_EQ(settle(message, first, kUnknown, later), MessageStatus::Unknown);
  EXPECT_EQ(work()->due_at, later);
  EXPECT_EQ(view(message.id).timeline.size(), before.timeline.size());
  EXPECT_EQ(view(message.id).message.version, before.message.version);
}

TEST_P(Unknown, ALookUpThatFoundItMakesItSent) {
  const domain::Message message = lost(in(minutes{1}));
  EXPECT_EQ(settle(message, first, {.certainty = Certainty::Accepted, .provider_id = "P2"}),
            MessageStatus::Sent);
  EXPECT_FALSE(work());
  receive({receipt("k", AttemptState::Delivered, "P2")});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
}

TEST_P(Unknown, ALookUpThatProvesItWasNotSentMakesItAnOrdinaryRetry) {
  const domain::Message message = lost(in(minutes{1}));
  EXPECT_EQ(settle(message, first, {.certainty = Certainty::NotSent, .next = domain::Next::Retry},
                   store.clock.now()),
            MessageStatus::Queued);
  ASSERT_TRUE(work());
  EXPECT_FALSE(work()->open);
  EXPECT_EQ(ask(message, domain::AttemptId{store.uuid()}).kind, Kind::Go);
}

TEST_P(Unknown, GivenUpItStaysUnknownSaysSoOnceAndIsNoWork) {
  const domain::Message message = lost(in(minutes{1}));
  EXPECT_EQ(settle(message, first, {.certainty = Certainty::Unknown, .error_code = "no_idempotency_key"}),
            MessageStatus::Unknown);
  settle(message, first, {.certainty = Certainty::Unknown});
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Unknown);
  EXPECT_EQ(seen.message.reason, "unresolved");
  EXPECT_EQ(seen.attempts.at(0).error_code, "timeout") << "what happened stays";
  EXPECT_EQ(types(message), "message.accepted message.unknown message.unresolved");
  EXPECT_FALSE(work());
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Unknown, AReceiptAfterThatStillWins) {
  const domain::Message message = lost(in(minutes{1}));
  settle(message, first, {.certainty = Certainty::Unknown});
  receive({receipt("k", AttemptState::Read, "P3", first.text)});
  EXPECT_EQ(status(message), MessageStatus::Read);
  EXPECT_EQ(view(message.id).message.reason, "");
}

TEST_P(Unknown, ARepetitionIsAnAttemptOfItsOwnAndIsJournalled) {
  const domain::Message message = lost(in(minutes{1}));
  const domain::AttemptId second = repeat(message);
  EXPECT_EQ(status(message), MessageStatus::Sending);
  EXPECT_EQ(types(message), "message.accepted message.unknown message.repeated");
  EXPECT_EQ(settle(message, second, {.certainty = Certainty::Accepted, .provider_id = "P4"}),
            MessageStatus::Sent);
  const auto seen = view(message.id);
  ASSERT_EQ(seen.attempts.size(), 2U);
  EXPECT_EQ(seen.attempts[0].state, AttemptState::Unknown);
  EXPECT_EQ(seen.attempts[1].state, AttemptState::Sent);
  EXPECT_FALSE(work());
}

TEST_P(Unknown, OnlyAMessageInUnknownCanBeRepeated) {
  const domain::Message message = lost(in(minutes{1}));
  repeat(message);
  EXPECT_EQ(ask_again(message, domain::AttemptId{store.uuid()}).kind, Kind::Gone);
  const domain::Message queued = accept(store.request(fresh_number())).message;
  EXPECT_EQ(ask_again(queued, domain::AttemptId{store.uuid()}).kind, Kind::Gone);
}

TEST_P(Unknown, WhateverBecomesOfARepetitionTheFirstIsAsUnknownAsBefore) {
  const domain::Message message = lost(in(minutes{1}));
  const domain::AttemptId second = repeat(message);
  const Instant at = in(minutes{2});
  EXPECT_EQ(settle(message, second, {.certainty = Certainty::NotSent, .next = domain::Next::Retry}, at),
            MessageStatus::Unknown);
  const auto due = work();
  ASSERT_TRUE(due && due->open);
  EXPECT_EQ(due->due_at, at);
  EXPECT_EQ(due->open->id, second);
  EXPECT_EQ(due->open->repeats, first);
  EXPECT_EQ(due->open->state, AttemptState::NotSent);
  const domain::AttemptId third = repeat(message);
  EXPECT_EQ(settle(message, third, {.certainty = Certainty::NotSent}), MessageStatus::Unknown)
      << "not FAILED: the first may have arrived";
  EXPECT_EQ(view(message.id).message.reason, "unresolved");
  EXPECT_FALSE(work());
}

TEST_P(Unknown, AReceiptForTheFirstEndsARepetitionThatWaits) {
  const domain::Message message = lost(in(minutes{1}));
  settle(message, repeat(message), {.certainty = Certainty::NotSent, .next = domain::Next::Retry},
         in(minutes{2}));
  receive({receipt("k", AttemptState::Delivered, "P5", first.text)});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
  EXPECT_FALSE(work());
}

TEST_P(Unknown, ARepetitionThatNoProcessSettledIsFoundAfterARestartAndKnowsWhatItRepeats) {
  const domain::Message message = lost(in(minutes{1}));
  const domain::AttemptId second = repeat(message);
  const auto left = store.messages.unsettled();
  ASSERT_TRUE(left);
  EXPECT_EQ(std::ranges::count(*left, second, &domain::Attempt::id), 1);
  settle(message, second, kUnknown, store.clock.now());
  ASSERT_TRUE(work() && work()->open);
  EXPECT_EQ(work()->open->repeats, first);
}

TEST_P(Unknown, ASuppressionStopsARepetitionWithoutCallingTheMessageRejected) {
  const domain::Message message = lost(in(minutes{1}));
  suppress({"phone", message.content.to_address});
  EXPECT_EQ(ask_again(message, domain::AttemptId{store.uuid()}).kind, Kind::Suppressed);
  EXPECT_EQ(status(message), MessageStatus::Unknown);
  EXPECT_EQ(view(message.id).message.reason, "unresolved");
  EXPECT_FALSE(work());
}

INSTANTIATE_TEST_SUITE_P(Storage, Unknown, both_databases(), dialect_name);

/// The end of a message's time.
class MessageExpiry : public Unknown {
 protected:
  domain::Message accept_until(Instant expires) {
    domain::AcceptRequest request = store.request(fresh_number());
    request.message.content.expires_at = expires;
    return accept(request).message;
  }
  Kind ask_to_expire(const domain::Message& message) {
    auto verdict = store.commit<domain::IntentVerdict>([&](auto done) {
      store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                           .message = message.id,
                           .tenant = message.tenant,
                           .channel = message.channel,
                           .address = {"phone", message.content.to_address},
                           .purpose = domain::Intent::Purpose::Expire},
                          done);
    });
    return verdict ? verdict->kind : Kind::Go;
  }
  void expect_expired(const domain::Message& message, std::size_t attempts) {
    const auto seen = view(message.id);
    EXPECT_EQ(seen.message.status, MessageStatus::Expired);
    EXPECT_EQ(seen.message.reason, "expired");
    EXPECT_EQ(seen.attempts.size(), attempts);
    EXPECT_EQ(seen.timeline.back().event.type, "message.expired");
    EXPECT_FALSE(work());
    EXPECT_EQ(ask(message, domain::AttemptId{store.uuid()}).kind, Kind::Gone);
  }
};

TEST_P(MessageExpiry, AMessageWhoseTimeIsOverIsNotSent) {
  const domain::Message message = accept_until(store.clock.now());
  EXPECT_EQ(ask(message, domain::AttemptId{store.uuid()}).kind, Kind::Expired);
  expect_expired(message, 0);
}

TEST_P(MessageExpiry, AMessageInItsTimeIsSent) {
  EXPECT_EQ(ask(accept_until(in(minutes{1})), domain::AttemptId{store.uuid()}).kind, Kind::Go);
}

TEST_P(MessageExpiry, AskedOnlyToExpireAMessageInItsTimeIsLeftAlone) {
  const domain::Message message = accept_until(in(minutes{1}));
  EXPECT_EQ(ask_to_expire(message), Kind::Waits);
  EXPECT_EQ(status(message), MessageStatus::Queued);
  EXPECT_TRUE(work());
}

TEST_P(MessageExpiry, ItEndsAMessageThatWaitsForARetryToo) {
  const domain::Message message = accept_until(in(minutes{1}));
  settle(message, intend(message), {.certainty = Certainty::NotSent, .next = domain::Next::Retry},
         in(minutes{2}));
  store.aside().execute("update communication_message set expires_at = ? where id = ?",
                        storage::Row{store.clock.now(), message.id});
  EXPECT_EQ(ask_to_expire(message), Kind::Expired);
  expect_expired(message, 1);
}

TEST_P(MessageExpiry, AMessageUnderWayOrUnknownOrSentDoesNotExpire) {
  const domain::Message message = accept_until(in(minutes{1}));
  first = intend(message);
  store.aside().execute("update communication_message set expires_at = ? where id = ?",
                        storage::Row{store.clock.now(), message.id});
  EXPECT_EQ(ask_to_expire(message), Kind::Gone);
  settle(message, first, kUnknown, in(minutes{1}));
  EXPECT_EQ(ask_to_expire(message), Kind::Gone);
  EXPECT_EQ(ask_again(message, domain::AttemptId{store.uuid()}).kind, Kind::Expired) << "it is not repeated";
  EXPECT_EQ(status(message), MessageStatus::Unknown) << "and not called expired";
  EXPECT_EQ(view(message.id).message.reason, "unresolved");
}

INSTANTIATE_TEST_SUITE_P(Storage, MessageExpiry, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

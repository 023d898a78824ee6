#include <latch>
#include <thread>

#include "host/storage/parked_match.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::MessageStatus;
using domain::ShardSet;

/// Two nodes, each with half of the shards; the second one is called `other`.
class Nodes : public LedgerContract {
 protected:
  void SetUp() override {
    LedgerContract::SetUp();
    if (HasFatalFailure()) return;
    second.set(ShardSet::all() - low);
    other.tenant = store.tenant;
    other.channel = store.channel;
  }
  /// Does both at the same time, each on its own writer.
  static void together(const std::function<void()>& one, const std::function<void()>& two) {
    std::latch both{2};
    std::thread second{[&] {
      both.arrive_and_wait();
      two();
    }};
    both.arrive_and_wait();
    one();
    second.join();
  }
  domain::AcceptRequest request_of(ShardSet shards, const std::string& to) {
    domain::AcceptRequest request = store.request(to);
    while (!shards.has(domain::shard_of(request.message.id.text))) request.message.id.text = store.uuid();
    request.message.shard = domain::shard_of(request.message.id.text);
    return request;
  }
  domain::Message message_of_first() { return accept(request_of(low, fresh_number())).message; }

  /// One by this node, two by the other.
  std::pair<Result<domain::Accepted>, Result<domain::Accepted>> accept_together(
      const domain::AcceptRequest& one, const domain::AcceptRequest& two) {
    Result<domain::Accepted> a = domain::Accepted{};
    Result<domain::Accepted> b = domain::Accepted{};
    together([&] { a = store.commit<domain::Accepted>([&](auto done) { store.ledger.accept(one, done); }); },
             [&] { b = other.commit<domain::Accepted>([&](auto done) { other.ledger.accept(two, done); }); });
    EXPECT_TRUE(a) << a.error().reason;
    EXPECT_TRUE(b) << b.error().reason;
    return {std::move(a), std::move(b)};
  }

  const ShardSet low{ShardSet::all().first(32)};
  domain::NodeShards second{ShardSet::all() - low};
  Store other{url(), {}, 512, nullptr, &second};
};

TEST_P(Nodes, AMessageIsBegunOnlyByTheOwnerOfItsShard) {
  const domain::Message message = message_of_first();
  const auto verdict = other.commit<domain::IntentVerdict>([&](auto done) {
    other.ledger.intend({.id = domain::AttemptId{other.uuid()},
                         .message = message.id,
                         .tenant = message.tenant,
                         .channel = message.channel,
                         .address = {"phone", message.content.to_address},
                         .channel_type = message.content.channel_type,
                         .contact = message.contact},
                        done);
  });
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->kind, domain::IntentVerdict::Kind::Gone);
  EXPECT_EQ(status(message), MessageStatus::Queued);
}

TEST_P(Nodes, WhatOneNodeTellsOfAnothersMessageStandsInAChainOfItsOwn) {
  const domain::Message message = message_of_first();
  const auto cancelled = other.commit<MessageStatus>([&](auto done) {
    other.ledger.cancel({.message = message.id, .tenant = message.tenant, .origin = {.actor = "test"}}, done);
  });
  ASSERT_TRUE(cancelled) << cancelled.error().reason;
  const domain::MessageView seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Cancelled);
  ASSERT_EQ(seen.timeline.size(), 2U);
  for (const domain::JournalEntry& entry : seen.timeline)
    EXPECT_EQ(low.has(entry.shard), entry.event.type == "message.accepted") << entry.event.type;
}

TEST_P(Nodes, ASettlementAndAReceiptAtTheSameTimeLoseNeither) {
  for (int round = 0; round < 40; ++round) {
    const domain::Message message = message_of_first();
    const domain::AttemptId attempt = intend(message);
    Result<domain::WebhookApplied> applied = domain::WebhookApplied{};
    together(
        [&] {
          settle(message, attempt, {.certainty = Certainty::Accepted, .provider_id = "p-" + attempt.text});
        },
        [&] {
          domain::Webhook callback =
              webhook({receipt("k-" + attempt.text, AttemptState::Delivered, "", attempt.text)});
          applied = other.commit<domain::WebhookApplied>(
              [&](auto done) { other.ledger.receive(std::move(callback), done); });
        });
    ASSERT_TRUE(applied) << applied.error().reason;
    const domain::MessageView seen = view(message.id);
    ASSERT_EQ(seen.message.status, MessageStatus::Delivered) << "round " << round;
    ASSERT_EQ(seen.attempts.at(0).provider_id, "p-" + attempt.text) << "round " << round;
  }
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Nodes, ASettlementAndACostAtTheSameTimeLeaveNoQuestionForThePrice) {
  for (int round = 0; round < 40; ++round) {
    const domain::Message message = message_of_first();
    const domain::AttemptId attempt = intend(message);
    store.aside().execute("update delivery_attempt set price_after_s = 900 where id = ?",
                          storage::Row{attempt});
    Result<domain::WebhookApplied> applied = domain::WebhookApplied{};
    together(
        [&] {
          settle(message, attempt, {.certainty = Certainty::Accepted, .provider_id = "p-" + attempt.text});
        },
        [&] {
          domain::Webhook callback =
              webhook({receipt("k-" + attempt.text, AttemptState::Sent, "", attempt.text)});
          callback.elements[0].receipt->cost = domain::Cost{7500, "USD"};
          applied = other.commit<domain::WebhookApplied>(
              [&](auto done) { other.ledger.receive(std::move(callback), done); });
        });
    ASSERT_TRUE(applied) << applied.error().reason;
    ASSERT_EQ(view(message.id).message.cost, (domain::Cost{7500, "USD"})) << "round " << round;
    ASSERT_EQ(store.count("select count(*) from price_work where attempt_id = ?", {attempt}), 0)
        << "round " << round;
  }
}

TEST_P(Nodes, ACancellationAndAnIntentAtTheSameTimeHaveOneWinner) {
  for (int round = 0; round < 40; ++round) {
    const domain::Message message = message_of_first();
    Result<MessageStatus> cancelled = MessageStatus::Queued;
    auto verdict = domain::IntentVerdict::Kind::Go;
    together([&] { verdict = ask(message, domain::AttemptId{store.uuid()}).kind; },
             [&] {
               cancelled = other.commit<MessageStatus>([&](auto done) {
                 other.ledger.cancel(
                     {.message = message.id, .tenant = message.tenant, .origin = {.actor = "test"}}, done);
               });
             });
    ASSERT_NE(verdict == domain::IntentVerdict::Kind::Go, cancelled.has_value()) << "round " << round;
  }
}

TEST_P(Nodes, OfTwoChangesOfOneRevisionOfAChannelOneIsRefused) {
  for (int round = 0; round < 20; ++round) {
    auto channel = store.channels.find(store.channel);
    ASSERT_TRUE(channel && *channel);
    (*channel)->sender_id = "sender " + std::to_string(round);
    const domain::ChannelChange change{.channel = **channel, .fields = {"sender_id"}};
    Result<domain::Channel> a = domain::Channel{};
    Result<domain::Channel> b = domain::Channel{};
    together(
        [&] { a = store.commit<domain::Channel>([&](auto done) { store.channels.update(change, done); }); },
        [&] { b = other.commit<domain::Channel>([&](auto done) { other.channels.update(change, done); }); });
    ASSERT_NE(a.has_value(), b.has_value()) << "round " << round;
  }
}

TEST_P(Nodes, OneKeyOnBothNodesAtTheSameTimeMakesOneMessage) {
  for (int round = 0; round < 20; ++round) {
    domain::AcceptRequest one = request_of(low, fresh_number());
    one.idempotency = domain::IdempotencyClaim{.key_hash = "key-" + one.message.id.text, .body_hash = "same"};
    domain::AcceptRequest two = request_of(ShardSet::all() - low, one.message.content.to_address);
    two.idempotency = one.idempotency;
    const auto [a, b] = accept_together(one, two);
    ASSERT_TRUE(a && b);
    ASSERT_EQ(a->message.id, b->message.id) << "round " << round;
    ASSERT_NE(a->replayed, b->replayed) << "round " << round;
  }
}

TEST_P(Nodes, TwoFirstMessagesToOneAddressMakeOneContact) {
  for (int round = 0; round < 20; ++round) {
    const domain::AcceptRequest one = request_of(low, fresh_number());
    const domain::AcceptRequest two = request_of(ShardSet::all() - low, one.message.content.to_address);
    const auto [a, b] = accept_together(one, two);
    ASSERT_TRUE(a && b);
    ASSERT_EQ(a->message.contact, b->message.contact) << "round " << round;
    ASSERT_EQ(a->message.conversation, b->message.conversation) << "round " << round;
  }
}

TEST_P(Nodes, AReceiptThatWasParkedWhileItsProviderIdWasStoredIsFound) {
  const domain::Message message = sent("late-" + store.uuid());
  const std::string provider_id = view(message.id).attempts.at(0).provider_id;
  const std::string id = store.uuid();
  store.aside().execute(
      "insert into parked_receipt (id, tenant_id, channel_id, provider_message_id, attempt_ref, state, "
      "error_class, "
      "error_code, error_text, detail, occurred_at, segments, created_at) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
      storage::Row{id, store.tenant, store.channel, provider_id, "", "DELIVERED", "", "", "", "",
                   store.clock.now(), 0, store.clock.now()});
  storage::ParkedMatch match{store.writer, store.pool};
  const auto found = match.look();
  ASSERT_TRUE(found) << found.error().reason;
  EXPECT_GE(*found, 1U);
  store.writer.step();
  EXPECT_EQ(status(message), MessageStatus::Delivered);
  EXPECT_EQ(store.count("select count(*) from parked_receipt where id = ?", {id}), 0);
}

INSTANTIATE_TEST_SUITE_P(Storage, Nodes, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

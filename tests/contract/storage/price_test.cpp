// Questions for prices that a provider knows only later, on both databases.
#include "host/storage/prices.hpp"

#include <algorithm>

#include "host/storage/parked_match.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::Cost;
using domain::MessageStatus;
using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kPriceAfter{900};

class PriceContract : public LedgerContract {
 protected:
  domain::AttemptId begin(const domain::Message& message, std::optional<seconds> after = kPriceAfter) {
    domain::AttemptId id{store.uuid()};
    const auto verdict = store.commit<domain::IntentVerdict>([&](auto done) {
      store.ledger.intend({.id = id,
                           .message = message.id,
                           .tenant = message.tenant,
                           .channel = message.channel,
                           .address = {"phone", message.content.to_address},
                           .channel_type = message.content.channel_type,
                           .contact = message.contact,
                           .contact_ref = message.content.contact_ref,
                           .price_after = after},
                          done);
    });
    EXPECT_TRUE(verdict && verdict->kind == domain::IntentVerdict::Kind::Go);
    return id;
  }
  /// One that is sent, and whose price its provider knows later.
  domain::Message priced_later(const std::string& provider_id) {
    const domain::Message message = accept(store.request(fresh_number())).message;
    settle(message, begin(message), {.certainty = Certainty::Accepted, .provider_id = provider_id});
    return message;
  }
  domain::WebhookElement told(const std::string& provider_id, AttemptState state = AttemptState::Sent) {
    domain::WebhookElement element = receipt(provider_id + ":price", state, provider_id);
    element.receipt->cost = Cost{7500, "USD"};
    return element;
  }
  std::int64_t rows() {
    return store.count("select count(*) from price_work where tenant_id = ?", storage::Row{store.tenant});
  }
  std::vector<domain::PriceQuestion> due(Instant now, int limit = 100) {
    auto found = prices.due(store.channel, now, limit);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<domain::PriceQuestion>{};
  }
  Instant later() { return store.clock.now() + kPriceAfter + seconds{1}; }
  bool asked_of(Instant now) {
    const auto channels = prices.channels(now);
    EXPECT_TRUE(channels);
    return std::ranges::count(*channels, store.channel) == 1;
  }
  void put_off(domain::PriceQuestion question, Instant at) {
    EXPECT_TRUE(store.commit<Done>([&](auto done) { prices.ask_again(question, at, std::move(done)); }));
  }
  void give_up(const domain::PriceQuestion& question) {
    EXPECT_TRUE(store.commit<Done>([&](auto done) { prices.give_up(question.attempt.id, std::move(done)); }));
  }
  storage::StoredPrices prices{store.writer, store.pool};
};

TEST_P(PriceContract, IsAskedForAWhileAfterTheMessageWasSent) {
  const domain::Message message = priced_later("a");
  EXPECT_TRUE(due(store.clock.now() + kPriceAfter - seconds{30}).empty());
  EXPECT_FALSE(asked_of(store.clock.now() + kPriceAfter - seconds{30}));
  EXPECT_TRUE(asked_of(later()));
  const auto questions = due(later());
  ASSERT_EQ(questions.size(), 1U);
  const domain::PriceQuestion& one = questions[0];
  EXPECT_EQ(one.message.id, message.id);
  EXPECT_EQ(one.message.tenant, store.tenant);
  EXPECT_EQ(one.message.channel, store.channel);
  EXPECT_EQ(one.message.shard, message.shard);
  EXPECT_EQ(one.message.content.channel_type, message.content.channel_type);
  EXPECT_EQ(one.message.content.to_address, message.content.to_address);
  EXPECT_EQ(one.attempt.number, 1);
  EXPECT_EQ(one.attempt.provider_id, "a");
  EXPECT_LE(one.attempt.since, one.sent_at);
  EXPECT_EQ(one.tries, 0);
  EXPECT_EQ(one.failures, 0);
}

TEST_P(PriceContract, IsNotAskedForWithoutNeed) {
  const auto outcome = [&](domain::Outcome end, std::optional<seconds> after) {
    const domain::Message message = accept(store.request(fresh_number())).message;
    settle(message, begin(message, after), std::move(end));
  };
  outcome({.certainty = Certainty::Accepted, .provider_id = "b1"}, {});
  outcome({.certainty = Certainty::Accepted, .provider_id = "b2", .cost = Cost{1, "EUR"}}, kPriceAfter);
  outcome({.certainty = Certainty::Accepted}, kPriceAfter);
  outcome({.certainty = Certainty::NotSent, .error_class = "content_rejected"}, kPriceAfter);
  outcome({.certainty = Certainty::Unknown}, kPriceAfter);
  EXPECT_EQ(rows(), 0);
}

TEST_P(PriceContract, OfAnAttemptThatOnlyAReceiptProvedIsAskedForToo) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = begin(message);
  settle(message, attempt, {.certainty = Certainty::Unknown});
  EXPECT_EQ(receive({receipt("k1", AttemptState::Delivered, "c", attempt.text)}).applied, 1);
  ASSERT_EQ(due(later()).size(), 1U);
  EXPECT_EQ(due(later())[0].attempt.provider_id, "c");
}

TEST_P(PriceContract, OfAMessageThatHasArrivedCountsAndEndsTheQuestion) {
  const domain::Message message = priced_later("d");
  receive({receipt("k1", AttemptState::Delivered, "d")});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
  EXPECT_EQ(rows(), 1) << "it has arrived, and still has no cost";
  EXPECT_EQ(receive({told("d")}).applied, 1);
  EXPECT_EQ(rows(), 0);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Delivered);
  EXPECT_EQ(seen.message.cost, (Cost{7500, "USD"}));
  EXPECT_EQ(seen.attempts.at(0).cost, (Cost{7500, "USD"}));
  EXPECT_EQ(seen.timeline.back().event.type, "message.charged");
}

TEST_P(PriceContract, OfAReceiptThatOutranTheAnswerIsNotAskedForAgain) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = begin(message);
  EXPECT_EQ(receive({told("e")}).parked, 1);
  settle(message, attempt, {.certainty = Certainty::Accepted, .provider_id = "e"});
  EXPECT_EQ(view(message.id).message.cost, (Cost{7500, "USD"}));
  EXPECT_EQ(rows(), 0);
}

TEST_P(PriceContract, ToldInTheBatchThatSentItLeavesNoQuestion) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = begin(message);
  Answer<MessageStatus> settled;
  Answer<domain::WebhookApplied> received;
  store.ledger.settle({.attempt = attempt,
                       .message = message.id,
                       .tenant = message.tenant,
                       .channel = message.channel,
                       .outcome = {.certainty = Certainty::Accepted, .provider_id = "f"}},
                      settled.completion());
  domain::WebhookElement element = told("f");
  element.receipt->attempt_ref = attempt.text;
  store.ledger.receive(webhook({element}), received.completion());
  store.writer.step();
  ASSERT_TRUE(settled.ok() && received.ok());
  EXPECT_EQ(rows(), 0);
}

TEST_P(PriceContract, ThatWasParkedByAnotherNodeEndsTheQuestion) {
  const domain::Message message = priced_later("g");
  Store other{url()};
  other.tenant = store.tenant;
  other.channel = store.channel;
  EXPECT_EQ(rows(), 1);
  // As after a race of two nodes: the receipt waits although its message is there.
  EXPECT_EQ(receive({told("g2")}).parked, 1);
  store.aside().execute("update parked_receipt set provider_message_id = 'g' where channel_id = ?",
                        storage::Row{store.channel});
  storage::ParkedMatch match{store.writer, store.pool};
  EXPECT_TRUE(match.look());
  for (int turns = 0; turns < 3; ++turns) store.writer.step();
  EXPECT_EQ(view(message.id).message.cost, (Cost{7500, "USD"}));
  EXPECT_EQ(rows(), 0);
}

TEST_P(PriceContract, IsAskedAgainWhenItsTimeComes) {
  priced_later("h");
  domain::PriceQuestion question = due(later()).at(0);
  question.tries = 1;
  question.failures = 2;
  put_off(question, later() + hours{1});
  EXPECT_TRUE(due(later()).empty());
  const auto again = due(later() + hours{1});
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].tries, 1);
  EXPECT_EQ(again[0].failures, 2);
  EXPECT_EQ(again[0].sent_at, question.sent_at);
}

TEST_P(PriceContract, ThatNobodyAsksForAnyMoreStillCounts) {
  const domain::Message message = priced_later("i");
  give_up(due(later()).at(0));
  EXPECT_EQ(rows(), 0);
  receive({receipt("k1", AttemptState::Delivered, "i")});
  EXPECT_EQ(rows(), 0) << "a receipt without a cost does not begin it anew";
  receive({told("i")});
  EXPECT_EQ(view(message.id).message.cost, (Cost{7500, "USD"}));
}

TEST_P(PriceContract, OfEachAttemptIsAskedFor) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  settle(message, begin(message),
         {.certainty = Certainty::NotSent, .next = domain::Next::Retry, .provider_id = "j1"},
         store.clock.now());
  EXPECT_EQ(rows(), 0);
  settle(message, begin(message), {.certainty = Certainty::Accepted, .provider_id = "j2"});
  EXPECT_EQ(rows(), 1);
  receive({receipt("k1", AttemptState::Sent, "j1")});
  EXPECT_EQ(rows(), 2) << "the first one was sent after all";
  receive({told("j2"), told("j1")});
  EXPECT_EQ(rows(), 0);
  EXPECT_EQ(view(message.id).message.cost, (Cost{15'000, "USD"}));
}

TEST_P(PriceContract, IsAskedForByTheNodeThatHasTheShard) {
  std::vector<domain::Message> all;
  for (int i = 0; i < 12; ++i) all.push_back(priced_later("k" + std::to_string(i)));
  domain::NodeShards served{domain::ShardSet::of(all[3].shard) | domain::ShardSet::of(all[7].shard)};
  storage::StoredPrices of_some{store.writer, store.pool, &served};
  const auto some = of_some.due(store.channel, later(), 100);
  ASSERT_TRUE(some);
  for (const domain::PriceQuestion& one : *some) EXPECT_TRUE(served.has(one.message.shard));
  EXPECT_EQ(static_cast<std::ptrdiff_t>(some->size()),
            std::ranges::count_if(all, [&](const domain::Message& one) { return served.has(one.shard); }));
  served.set({});
  EXPECT_TRUE(of_some.due(store.channel, later(), 100)->empty());
}

TEST_P(PriceContract, IsAskedForTheLongestDueFirstAndNotAllAtOnce) {
  for (int i = 0; i < 5; ++i) priced_later("l" + std::to_string(i));
  const auto all = due(later());
  ASSERT_EQ(all.size(), 5U);
  put_off(all[0], later() - seconds{1});
  const auto first = due(later(), 3);
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[0].attempt.id, all[1].attempt.id);
  EXPECT_EQ(first[2].attempt.id, all[3].attempt.id);
}

TEST_P(PriceContract, IsNotForgottenByARestart) {
  priced_later("m");
  Store after{url()};
  storage::StoredPrices same{after.writer, after.pool};
  const auto found = same.due(store.channel, later(), 100);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ((*found)[0].attempt.provider_id, "m");
}

INSTANTIATE_TEST_SUITE_P(Storage, PriceContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

// The log of callbacks, dead letters and their replay.
#include <set>

#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;

class DeadLetters : public WebhookContract {
 protected:
  domain::WebhookElement dead(const std::string& key) {
    return {
        .dedupe_key = key, .event_json = R"({"kind":"?"})", .failed = "no such state", .id = store.uuid()};
  }
};

TEST_P(DeadLetters, OneBadElementAmongFiftyIsADeadLetterAndFortyNineAreApplied) {
  sent("p");
  std::vector<domain::WebhookElement> all;
  for (int i = 0; i < 50; ++i)
    all.push_back(i == 25 ? dead("k25") : text_from("k" + std::to_string(i), fresh_number()));
  const domain::Webhook callback = webhook(all);
  const auto applied = receive(callback);
  EXPECT_EQ(applied.applied, 49);
  EXPECT_EQ(applied.failed, 1);
  EXPECT_EQ(ending("k25"), "FAILED no such state");
  const auto view = log_of(callback);
  EXPECT_EQ(view.webhook.status, "FAILED");
  EXPECT_EQ(view.webhook.reason, "an element could not be applied");
  ASSERT_EQ(view.elements.size(), 50U);
  EXPECT_EQ(view.elements[25].event_json, R"({"kind":"?"})");
}

TEST_P(DeadLetters, AReplayAppliesWhatWasNotAndASecondOneChangesNothing) {
  const auto bad = dead("k1");
  const auto good = text_from("k2", fresh_number());
  const domain::Webhook callback = webhook({bad, good});
  receive(callback);
  auto mended = text_from("k1", fresh_number());
  mended.id = bad.id;
  const auto first = replay(callback, {mended, good});
  EXPECT_EQ(first.applied, 1);
  EXPECT_EQ(first.unchanged, 1);
  EXPECT_EQ(ending("k1"), "PROCESSED");
  EXPECT_EQ(log_of(callback).webhook.status, "PROCESSED");
  EXPECT_EQ(log_of(callback).webhook.reason, "");
  const auto count = [&] {
    return store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant});
  };
  const auto events = [&] {
    return store.count("select count(*) from journal where tenant_id = ?", {store.tenant});
  };
  EXPECT_EQ(count(), 2);
  const auto before = events();
  const auto second = replay(callback, {mended, good});
  EXPECT_EQ(second.applied, 0);
  EXPECT_EQ(second.unchanged, 2);
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(events(), before) << "nothing happened, so nothing is journaled";
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(DeadLetters, AReplayOfTheSameElementTwiceInOneBatchAppliesItOnce) {
  const auto bad = dead("k1");
  const domain::Webhook callback = webhook({bad});
  receive(callback);
  auto mended = text_from("k1", fresh_number());
  mended.id = bad.id;
  Answer<domain::WebhookReplayed> one, two;
  for (auto* answer : {&one, &two})
    webhooks.replay({.webhook = callback.id,
                     .tenant = store.tenant,
                     .channel = store.channel,
                     .elements = {mended},
                     .origin = {.actor = "test"}},
                    answer->completion());
  store.writer.step();
  ASSERT_TRUE(one.ok() && two.ok()) << one.reason() << two.reason();
  EXPECT_EQ((*one.result)->applied, 1);
  EXPECT_EQ((*two.result)->unchanged, 1);
}

TEST_P(DeadLetters, WhatFailsAgainStaysWithItsNewReason) {
  const auto bad = dead("k1");
  const domain::Webhook callback = webhook({bad});
  receive(callback);
  auto worse = bad;
  worse.failed = "still no such state";
  EXPECT_EQ(replay(callback, {worse}).failed, 1);
  EXPECT_EQ(ending("k1"), "FAILED still no such state");
  EXPECT_EQ(log_of(callback).webhook.status, "FAILED");
}

TEST_P(DeadLetters, AnotherTenantCanReplayNothing) {
  const auto bad = dead("k1");
  const domain::Webhook callback = webhook({bad});
  receive(callback);
  const domain::TenantId owner = store.tenant;
  store.seed();
  auto mended = text_from("k1", fresh_number());
  mended.id = bad.id;
  domain::Webhook foreign = callback;
  foreign.tenant = store.tenant;
  EXPECT_EQ(replay(foreign, {mended}).applied, 0);
  EXPECT_FALSE(webhooks.find(store.tenant, callback.id));
  EXPECT_TRUE(webhooks.find(owner, callback.id));
}

TEST_P(DeadLetters, AParkedReceiptThatMatchesEndsItsElement) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  const domain::Webhook callback = webhook({receipt("k", AttemptState::Delivered, "early")});
  receive(callback);
  EXPECT_EQ(ending("k"), "PENDING waits for a message with this provider id");
  settle(message, attempt, {.certainty = domain::Certainty::Accepted, .provider_id = "early"});
  EXPECT_EQ(ending("k"), "PROCESSED");
}

TEST_P(DeadLetters, ParkedReceiptsThatNobodyClaimedAreGivenUpAfterTheLimitOnly) {
  receive({receipt("k", AttemptState::Delivered, "nobody")});
  const auto parked = [&] {
    return store.count("select count(*) from parked_receipt where tenant_id = ?", {store.tenant});
  };
  const Instant at =
      from_sql(store.look("select created_at from parked_receipt where tenant_id = ?", {store.tenant}))
          .value();
  give_up(at);
  EXPECT_EQ(parked(), 1);
  EXPECT_EQ(ending("k"), "PENDING waits for a message with this provider id");
  give_up(at + std::chrono::milliseconds{1});
  EXPECT_EQ(parked(), 0);
  EXPECT_EQ(ending("k"), "SKIPPED no message with this provider id came in time");
}

TEST_P(DeadLetters, TheLogIsPagedNewestFirstAndFiltered) {
  std::set<std::string> made;
  for (int i = 0; i < 7; ++i) {
    const domain::Webhook callback =
        webhook({i == 3 ? dead("k3") : text_from("k" + std::to_string(i), fresh_number())});
    receive(callback);
    made.insert(callback.id);
  }
  const auto page = [&](const domain::WebhookFilter& filter, const std::string& cursor, int limit) {
    return webhooks.list(store.tenant, filter, cursor, limit).value();
  };
  std::set<std::string> seen;
  std::vector<domain::WebhookEntry> all;
  std::string cursor;
  do {
    const auto next = page({}, cursor, 3);
    all.insert(all.end(), next.items.begin(), next.items.end());
    cursor = next.next_cursor;
  } while (!cursor.empty());
  for (const auto& entry : all) seen.insert(entry.id);
  EXPECT_EQ(all.size(), 7U);
  EXPECT_EQ(seen, made);
  EXPECT_GE(all.front().received_at, all.back().received_at);
  EXPECT_EQ(page({.status = "FAILED"}, "", 50).items.size(), 1U);
  EXPECT_EQ(page({.channel = store.channel}, "", 50).items.size(), 7U);
  EXPECT_EQ(page({.channel = domain::ChannelId{store.uuid()}}, "", 50).items.size(), 0U);
  const Instant newest = all.front().received_at;
  EXPECT_EQ(page({.from = newest + std::chrono::milliseconds{1}}, "", 50).items.size(), 0U);
  EXPECT_GE(page({.from = newest}, "", 50).items.size(), 1U) << "from is inclusive";
  EXPECT_EQ(page({.until = all.back().received_at}, "", 50).items.size(), 0U) << "until is exclusive";
}

INSTANTIATE_TEST_SUITE_P(Storage, DeadLetters, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

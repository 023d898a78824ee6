// Callbacks that wait for their plugin.
#include <algorithm>

#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {
namespace {

class Backlog : public WebhookContract {
 protected:
  std::vector<domain::RawWebhook> waiting(const std::string& after = {}, int limit = 100) {
    auto found = backlog.oldest(store.channel, after, limit);
    EXPECT_TRUE(found) << found.error().reason;
    return found ? *found : std::vector<domain::RawWebhook>{};
  }
  domain::WebhookApplied verified(const domain::RawWebhook& raw,
                                  std::vector<domain::WebhookElement> elements) {
    domain::Webhook callback = webhook(std::move(elements));
    callback.id = raw.id;
    callback.stay = domain::WebhookStay::Waiting;
    return receive(callback);
  }
  std::int64_t counted() {
    return store.count("select sum(unverified_bytes) from communication_webhook_log where channel_id = ?",
                       {store.channel});
  }
};

TEST_P(Backlog, WhatIsKeptReadsBackByteForByteInTheOrderOfArrival) {
  std::string body;
  for (int c = 0; c < 256; ++c) body.push_back(static_cast<char>(c));
  const auto first = raw(body);
  auto second = raw("");
  second.id = make_uuid(store.clock.now() + std::chrono::milliseconds{5}, store.random);
  EXPECT_EQ(keep(first), "success");
  EXPECT_EQ(keep(second), "success");
  const auto list = waiting();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].id, first.id);
  EXPECT_EQ(list[0].body, body);
  EXPECT_EQ(list[0].sealed_request, first.sealed_request);
  EXPECT_EQ(list[0].provider, "sandbox");
  EXPECT_EQ(list[0].tenant, store.tenant);
  EXPECT_EQ(list[1].body, "");
  EXPECT_EQ(waiting(first.id).size(), 1U);
  EXPECT_EQ(waiting("", 1).size(), 1U);
  const auto channels = backlog.channels();
  ASSERT_TRUE(channels);
  EXPECT_EQ(std::ranges::count(*channels, store.channel), 1);
  EXPECT_EQ(webhook_status(first.id), "UNVERIFIED");
}

TEST_P(Backlog, OffersTheChannelsOfThisNodesShards) {
  EXPECT_EQ(keep(raw("body")), "success");
  domain::NodeShards served{domain::ShardSet::all() -
                            domain::ShardSet::of(domain::shard_of(store.channel.text))};
  storage::StoredBacklog others{store.writer, store.pool, &served};
  EXPECT_EQ(std::ranges::count(*others.channels(), store.channel), 0);
  served.set(domain::ShardSet::all());
  EXPECT_EQ(std::ranges::count(*others.channels(), store.channel), 1);
}

TEST_P(Backlog, TheQuotaIsReachedToTheByte) {
  const auto first = raw(std::string(90, 'x'));  // 100 with its sealed request
  EXPECT_EQ(keep(first, 99), "webhook_quota");
  EXPECT_EQ(keep(first, 100), "success");
  EXPECT_EQ(keep(raw(std::string(90, 'x')), 199), "webhook_quota");
  EXPECT_EQ(keep(raw(std::string(90, 'x')), 200), "success");
  EXPECT_EQ(keep(raw(""), 209), "webhook_quota");
  EXPECT_EQ(keep(raw(""), 210), "success");
  EXPECT_EQ(counted(), 210);
}

TEST_P(Backlog, TheQuotaHoldsWithinOneBatch) {
  std::vector<Answer<Done>> answers(3);
  for (auto& answer : answers) backlog.keep(raw(std::string(90, 'x')), 200, answer.completion());
  store.writer.step();
  EXPECT_EQ(answers[0].reason() + answers[1].reason() + answers[2].reason(), "successsuccesswebhook_quota");
}

TEST_P(Backlog, AnotherChannelHasItsOwnQuota) {
  EXPECT_EQ(keep(raw(std::string(90, 'x')), 100), "success");
  store.seed();
  EXPECT_EQ(keep(raw(std::string(90, 'x')), 100), "success");
}

TEST_P(Backlog, AVerifiedCallbackIsAppliedOnceUnderItsOwnRow) {
  const auto kept = raw("body");
  keep(kept);
  const auto element = text_from("k", fresh_number());
  EXPECT_EQ(verified(kept, {element}).applied, 1);
  EXPECT_EQ(webhook_status(kept.id), "PROCESSED");
  EXPECT_EQ(counted(), 0);
  EXPECT_EQ(store.look("select sealed_request from communication_webhook_log where id = ?", {kept.id}), "");
  EXPECT_TRUE(waiting().empty());
  const auto again = verified(kept, {text_from("k-other", fresh_number())});
  EXPECT_EQ(again.applied, 0) << "it does not wait any more";
  EXPECT_EQ(store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant}), 1);
}

TEST_P(Backlog, ARefusedCallbackLosesItsBytes) {
  const auto kept = raw("forged");
  keep(kept);
  ASSERT_TRUE(
      store.commit<Done>([&](auto done) { backlog.refuse(kept.id, "not genuine: signature", done); }));
  EXPECT_EQ(webhook_status(kept.id), "SKIPPED");
  EXPECT_EQ(store.look("select reason from communication_webhook_log where id = ?", {kept.id}),
            "not genuine: signature");
  EXPECT_EQ(store.count("select length(body) from communication_webhook_log where id = ?", {kept.id}), 0);
  EXPECT_EQ(store.look("select sealed_request from communication_webhook_log where id = ?", {kept.id}), "");
  EXPECT_EQ(keep(raw(std::string(90, 'x')), 100), "success") << "the quota is free again";
}

TEST_P(Backlog, WhatWaitsLongerThanTheLimitIsGivenUp) {
  const auto kept = raw("body");
  keep(kept);
  const Instant at = waiting().at(0).received_at;
  give_up(at);
  EXPECT_EQ(webhook_status(kept.id), "UNVERIFIED");
  give_up(at + std::chrono::milliseconds{1});
  EXPECT_EQ(webhook_status(kept.id), "FAILED");
  EXPECT_EQ(store.count("select length(body) from communication_webhook_log where id = ?", {kept.id}), 0);
  EXPECT_EQ(counted(), 0);
}

TEST_P(Backlog, AChannelThatIsNotThereKeepsNothing) {
  auto stray = raw("body");
  stray.channel = domain::ChannelId{store.uuid()};
  EXPECT_EQ(keep(stray), "unknown_channel");
}

INSTANTIATE_TEST_SUITE_P(Storage, Backlog, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

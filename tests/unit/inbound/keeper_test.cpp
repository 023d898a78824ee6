#include "host/inbound/keeper.hpp"

#include "tests/unit/inbound/bench.hpp"

namespace herald::inbound {
namespace {

class KeeperTest : public InboundBench {
 protected:
  static domain::WebhookElement receipt(const std::string& key) {
    return {.dedupe_key = key, .receipt = domain::Receipt{.provider_id = key}, .id = "id-" + key};
  }
  Result<domain::WebhookApplied> keep() {
    std::optional<Result<domain::WebhookApplied>> out;
    domain::Webhook webhook{.id = "w1", .elements = {receipt("a"), receipt("b"), receipt("c")}};
    keeper.keep(std::move(webhook), [&](Result<domain::WebhookApplied> result) { out = std::move(result); });
    return out.value_or(Error{.code = Errc::Timeout, .reason = "no_answer"});
  }
  Keeper keeper{ledger, webhooks, metrics};
  const Error rows_{.code = Errc::Conflict, .reason = "constraint_check"};
};

TEST_F(KeeperTest, ACallbackThatIsTakenIsTakenOnce) {
  ASSERT_TRUE(keep());
  EXPECT_EQ(ledger.webhooks.size(), 1U);
  EXPECT_TRUE(webhooks.replays.empty());
}

TEST_F(KeeperTest, WhenTheRowsAreRefusedEachElementIsAppliedAloneAndTheGuiltyOneStays) {
  ledger.answers = {rows_, domain::WebhookApplied{.failed = 3}};
  webhooks.refused = "b";
  const auto applied = keep();
  ASSERT_TRUE(applied) << applied.error().reason;
  EXPECT_EQ(applied->applied, 2);
  EXPECT_EQ(applied->failed, 1);
  ASSERT_EQ(ledger.webhooks.size(), 2U);
  for (const auto& element : ledger.webhooks[1].elements) {
    EXPECT_FALSE(element.receipt) << "stored first, applied later";
    EXPECT_FALSE(element.failed.empty());
    EXPECT_FALSE(element.id.empty());
  }
  ASSERT_EQ(webhooks.replays.size(), 4U) << "a, b, b's reason, c";
  EXPECT_EQ(webhooks.replays[2].elements.at(0).failed, "could not be applied: constraint_check");
  EXPECT_TRUE(webhooks.replays[2].origin.actor.empty()) << "nobody asked for it";
  EXPECT_TRUE(counted("herald_webhook_elements_total{result=\"failed\"} 1"));
}

TEST_F(KeeperTest, WhenTheDatabaseIsAwayNothingIsTriedAgain) {
  ledger.answers = {Error{.code = Errc::Unavailable, .reason = "database_away"}};
  EXPECT_FALSE(keep());
  EXPECT_EQ(ledger.webhooks.size(), 1U);
}

TEST_F(KeeperTest, WhatIsLeftWhenTheDatabaseGoesAwayStaysAsDeadLetters) {
  ledger.answers = {rows_, domain::WebhookApplied{.failed = 3}};
  webhooks.away = true;
  const auto applied = keep();
  ASSERT_TRUE(applied) << "it is durable, so the provider need not come again";
  EXPECT_EQ(applied->failed, 3);
}

TEST_F(KeeperTest, ACallbackThatCannotEvenBeStoredBareIsAnError) {
  ledger.answers = {rows_, rows_};
  EXPECT_FALSE(keep());
}

}  // namespace
}  // namespace herald::inbound

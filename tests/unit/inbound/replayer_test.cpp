#include "host/inbound/replayer.hpp"

#include "tests/unit/inbound/bench.hpp"

namespace herald::inbound {
namespace {

const domain::TenantId kOwner{"t1"};

class ReplayerTest : public InboundBench {
 protected:
  ReplayerTest() {
    webhooks.view.webhook = {.id = "w1", .channel = domain::ChannelId{"c1"}, .status = "FAILED"};
    add("e0", "FAILED", R"({"kind":"receipt","provider_id":"p","state":"SENT","dedupe_key":"k0"})");
    add("e1", "FAILED", R"({"kind":"inbound","from":"Amazon","type":"TEXT","dedupe_key":"k1"})");
  }
  void add(const std::string& id, const std::string& status, const std::string& event) {
    webhooks.view.elements.push_back({.id = id,
                                      .position = static_cast<int>(webhooks.view.elements.size()),
                                      .dedupe_key = "key of " + id,
                                      .status = status,
                                      .event_json = event});
  }
  std::string reason(const domain::TenantId& tenant, const std::string& webhook, const std::string& element) {
    const auto replayed = replayer.replay(tenant, webhook, element, {.actor = "me"});
    return replayed ? "success" : replayed.error().reason;
  }
  Replayer replayer{config, ports};
};

TEST_F(ReplayerTest, EveryElementIsReadAgainUnderItsIdAndKey) {
  const auto replayed = replayer.replay(kOwner, "w1", "", {.actor = "me"});
  ASSERT_TRUE(replayed) << replayed.error().reason;
  EXPECT_EQ(replayed->applied, 1);
  EXPECT_EQ(replayed->failed, 1) << "Amazon still is no number";
  ASSERT_EQ(webhooks.replays.size(), 1U);
  const domain::WebhookReplay& replay = webhooks.replays[0];
  EXPECT_EQ(replay.tenant, kOwner);
  EXPECT_EQ(replay.channel.text, "c1");
  EXPECT_EQ(replay.origin.actor, "me");
  ASSERT_EQ(replay.elements.size(), 2U);
  EXPECT_EQ(replay.elements[0].id, "e0");
  EXPECT_EQ(replay.elements[0].dedupe_key, "key of e0");
  EXPECT_TRUE(replay.elements[0].receipt);
}

TEST_F(ReplayerTest, OneElementIsReplayedAlone) {
  EXPECT_EQ(reason(kOwner, "w1", "e1"), "success");
  ASSERT_EQ(webhooks.replays.at(0).elements.size(), 1U);
  EXPECT_EQ(webhooks.replays[0].elements[0].id, "e1");
}

TEST_F(ReplayerTest, WhatIsNotThereForThisTenantIsUnknown) {
  EXPECT_EQ(reason(kOwner, "w2", ""), "unknown_webhook");
  EXPECT_EQ(reason(domain::TenantId{"t2"}, "w1", ""), "unknown_webhook");
  EXPECT_EQ(reason(kOwner, "w1", "e7"), "unknown_element");
  EXPECT_TRUE(webhooks.replays.empty());
}

TEST_F(ReplayerTest, WhatIsNotVerifiedYetIsNotReplayed) {
  webhooks.view.webhook.status = "UNVERIFIED";
  EXPECT_EQ(reason(kOwner, "w1", ""), "webhook_unverified");
}

TEST_F(ReplayerTest, ARefusalOfTheDatabaseIsAConflictAndItsAbsenceIsNot) {
  webhooks.refused = "key of e0";
  EXPECT_EQ(reason(kOwner, "w1", ""), "element_refused");
  webhooks.away = true;
  EXPECT_EQ(reason(kOwner, "w1", ""), "database_away");
}

TEST_F(ReplayerTest, AStoredEventThatIsNoJsonStaysADeadLetter) {
  add("e2", "FAILED", "{");
  ASSERT_EQ(reason(kOwner, "w1", "e2"), "success");
  EXPECT_EQ(webhooks.replays.at(0).elements.at(0).failed, "the stored event cannot be read");
}

}  // namespace
}  // namespace herald::inbound

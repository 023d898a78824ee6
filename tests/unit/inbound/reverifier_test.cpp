#include "host/inbound/reverifier.hpp"

#include "host/inbound/stored_request.hpp"
#include "host/json/document.hpp"
#include "tests/unit/inbound/bench.hpp"

namespace herald::inbound {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class ReverifierTest : public InboundBench {
 protected:
  void wait_in_backlog(const std::string& id) {
    domain::RawWebhook raw{.id = id,
                           .tenant = domain::TenantId{"t1"},
                           .channel = domain::ChannelId{"c1"},
                           .provider = "fake",
                           .headers_json = "[]",
                           .body = "body of " + id,
                           .received_at = Instant{std::chrono::milliseconds{1234}}};
    raw.sealed_request = envelope.seal(
        pack_request({.method = "POST", .target = "/hook?x=1", .headers = {{"X-Sig", "s"}}}), raw);
    backlog.kept.push_back(std::move(raw));
  }
  /// As long as something happens at this moment.
  void run() {
    for (int i = 0; i < 8; ++i) reverifier.step(now);
  }
  Keeper keeper{ledger, webhooks, metrics};
  Reverifier reverifier{config, ports, verifier, keeper};
  Tick now{hours{5}};
};

TEST_F(ReverifierTest, AWaitingCallbackIsVerifiedAsItCameAndAppliedUnderItsId) {
  wait_in_backlog("w1");
  run();
  ASSERT_EQ(plugin.steps.size(), 1U);
  const auto input = json::parse(plugin.steps[0].input);
  ASSERT_TRUE(input);
  EXPECT_EQ(input->member("now_ms")->integer(), 1234) << "as fresh as when it came";
  EXPECT_EQ(input->member("request")->member("url")->text(), "https://herald.example/hook?x=1");
  EXPECT_EQ(input->member("request")->member("headers")->compact(), R"([["X-Sig","s"]])");
  EXPECT_EQ(plugin.steps[0].bytes, "body of w1");
  ASSERT_EQ(ledger.webhooks.size(), 1U);
  EXPECT_EQ(ledger.webhooks[0].id, "w1");
  EXPECT_EQ(ledger.webhooks[0].stay, domain::WebhookStay::Waiting);
  EXPECT_EQ(ledger.webhooks[0].elements.size(), 1U);
}

TEST_F(ReverifierTest, AForgedOneIsRefusedWithItsReason) {
  wait_in_backlog("w1");
  plugin.reply = domain::ProviderReply{.json = kRefusal};
  run();
  EXPECT_EQ(backlog.refused["w1"], "not genuine: bad_signature");
  EXPECT_TRUE(ledger.webhooks.empty());
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"refused\"} 1"));
}

TEST_F(ReverifierTest, WithoutThePluginItIsLeftAndLookedAtAgainLater) {
  wait_in_backlog("w1");
  accounts.account.provider = nullptr;
  EXPECT_GT(reverifier.step(now), now) << "no busy waiting";
  EXPECT_TRUE(plugin.steps.empty());
  accounts.account.provider = &plugin;
  reverifier.step(now + seconds{1});
  EXPECT_TRUE(plugin.steps.empty()) << "not before its time";
  now += seconds{3};
  run();
  EXPECT_EQ(ledger.webhooks.size(), 1U);
}

TEST_F(ReverifierTest, APluginThatIsBusyOrFailsLeavesItWaiting) {
  wait_in_backlog("w1");
  for (const Errc code : {Errc::Unavailable, Errc::Timeout, Errc::Internal}) {
    plugin.reply = Error{.code = code, .reason = "no"};
    run();
    now += seconds{3};
  }
  EXPECT_EQ(plugin.steps.size(), 3U);
  EXPECT_EQ(backlog.kept.size(), 1U);
  EXPECT_TRUE(backlog.refused.empty());
}

TEST_F(ReverifierTest, ItDoesNotAskTwiceWhileThePluginThinks) {
  wait_in_backlog("w1");
  plugin.reply.reset();
  run();
  now += seconds{3};
  EXPECT_GT(reverifier.step(now), now);
  EXPECT_EQ(plugin.steps.size(), 1U);
  plugin.silent.at(0)(domain::ProviderReply{.json = kEvents});
  run();
  EXPECT_EQ(ledger.webhooks.size(), 1U);
}

TEST_F(ReverifierTest, AnAnswerThatComesAfterItHasGoneIsDropped) {
  wait_in_backlog("w1");
  plugin.reply.reset();
  {
    Reverifier shortlived{config, ports, verifier, keeper};
    shortlived.step(now);
  }
  plugin.silent.at(0)(domain::ProviderReply{.json = kEvents});
  EXPECT_TRUE(ledger.webhooks.empty());
}

TEST_F(ReverifierTest, MoreThanARoundIsTakenRoundByRoundWithoutPausing) {
  for (int i = 0; i < 40; ++i) wait_in_backlog("w" + std::to_string(100 + i));
  plugin.reply = Error{.code = Errc::Internal, .reason = "cannot"};
  run();
  EXPECT_EQ(plugin.steps.size(), 40U) << "those that fail do not stand in the way of the others";
}

TEST_F(ReverifierTest, AChannelThatChangedItsProviderCannotVerify) {
  wait_in_backlog("w1");
  accounts.account.channel.api_provider = "other";
  run();
  EXPECT_EQ(backlog.refused["w1"], "not genuine: channel_of_another_provider");
}

TEST_F(ReverifierTest, OldOnesAreGivenUpOncePerHour) {
  run();
  now += std::chrono::minutes{59};
  run();
  EXPECT_EQ(backlog.given_up.size(), 1U);
  now += std::chrono::minutes{1};
  run();
  ASSERT_EQ(backlog.given_up.size(), 2U);
  const auto age = clock.now() - backlog.given_up[0];
  EXPECT_GE(age, hours{24 * 7});
  EXPECT_LT(age, hours{24 * 7 + 1});
}

}  // namespace
}  // namespace herald::inbound

#include "host/inbound/receiver.hpp"

#include "tests/unit/inbound/bench.hpp"

namespace herald::inbound {
namespace {

class ReceiverTest : public InboundBench {
 protected:
  Answer receive() { return receiver.receive(callback); }
  void expect_nothing_stored() {
    EXPECT_TRUE(ledger.webhooks.empty());
    EXPECT_TRUE(backlog.kept.empty());
  }
  static void expect_same(const Answer& a, const Answer& b) {
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.content_type, b.content_type);
    EXPECT_EQ(a.body, b.body);
    EXPECT_EQ(a.retry_after, b.retry_after);
  }
  void expect_come_again() {
    expect_same(receive(), {.status = 503, .retry_after = std::chrono::seconds{60}});
  }
  Callback callback{.provider = "fake",
                    .channel_id = "c1",
                    .method = "POST",
                    .target = "/hook",
                    .headers = {{"X-Sig", "s"}, {"X-Token", "opensesame, twice: opensesame"}},
                    .body = std::string{"a\0b", 3}};
  Keeper keeper{ledger, webhooks, metrics};
  Receiver receiver{config, ports, verifier, keeper};
};

TEST_F(ReceiverTest, AGenuineCallbackIsStoredWholeAndAnsweredAsThePluginSays) {
  expect_same(receive(), {.status = 202, .content_type = "text/xml", .body = "<ok/>"});
  ASSERT_EQ(ledger.webhooks.size(), 1U);
  const domain::Webhook& stored = ledger.webhooks[0];
  EXPECT_TRUE(is_uuid(stored.id));
  EXPECT_EQ(stored.tenant.text, "t1");
  EXPECT_EQ(stored.channel.text, "c1");
  EXPECT_EQ(stored.provider, "fake");
  EXPECT_EQ(stored.body, callback.body);
  EXPECT_EQ(stored.elements.size(), 1U);
}

TEST_F(ReceiverTest, ThePluginGetsBodyAccountAndPublicUrl) {
  receive();
  ASSERT_EQ(plugin.steps.size(), 1U);
  EXPECT_EQ(plugin.steps[0].op, "webhook");
  EXPECT_EQ(plugin.steps[0].tenant.text, "t1");
  EXPECT_EQ(plugin.steps[0].bytes, callback.body);
  EXPECT_EQ(plugin.steps[0].account, accounts.account.account_json);
  EXPECT_NE(plugin.steps[0].input.find("https://herald.example/hook"), std::string::npos);
}

TEST_F(ReceiverTest, OurSecretsAreNotKeptWithTheHeaders) {
  receive();
  ASSERT_EQ(ledger.webhooks.size(), 1U);
  EXPECT_EQ(ledger.webhooks[0].headers_json, R"([["X-Sig","s"],["X-Token","***, twice: ***"]])");
}

TEST_F(ReceiverTest, AnUnknownChannelAWrongProviderAndABadSignatureAreAnsweredAlikeForTheSameWork) {
  callback.channel_id = "c2";
  const Answer unknown = receive();
  callback.channel_id = "c1";
  accounts.account.channel.api_provider = "other";
  const Answer mismatch = receive();
  accounts.account.channel.api_provider = "fake";
  plugin.reply = domain::ProviderReply{.json = kRefusal};
  const Answer forged = receive();
  EXPECT_EQ(unknown.status, 403);
  expect_same(unknown, mismatch);
  expect_same(unknown, forged);
  expect_nothing_stored();
  ASSERT_EQ(plugin.steps.size(), 3U) << "each costs one verification";
  EXPECT_EQ(plugin.steps[0].account, R"({"auth_token":"nobody's"})");
  EXPECT_EQ(plugin.steps[0].account, plugin.steps[1].account);
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"refused\"} 3"));
}

TEST_F(ReceiverTest, AnUnknownChannelOfAProviderThatIsNotThereIsRefusedToo) {
  callback.channel_id = "c2";
  callback.provider = "none";
  EXPECT_EQ(receive().status, 403);
  expect_nothing_stored();
}

TEST_F(ReceiverTest, WithoutThePluginTheCallbackIsKeptRawAndAnswered200) {
  accounts.account.provider = nullptr;
  expect_same(receive(), {});
  EXPECT_TRUE(ledger.webhooks.empty());
  ASSERT_EQ(backlog.kept.size(), 1U);
  const domain::RawWebhook& raw = backlog.kept[0];
  EXPECT_TRUE(is_uuid(raw.id));
  EXPECT_EQ(raw.tenant.text, "t1");
  EXPECT_EQ(raw.channel.text, "c1");
  EXPECT_EQ(raw.body, callback.body);
  EXPECT_EQ(raw.headers_json.find("opensesame"), std::string::npos);
  EXPECT_EQ(raw.sealed_request.find("opensesame"), std::string::npos) << "sealed, not in clear";
  EXPECT_EQ(backlog.quota, 4711);
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"unverified\"} 1"));
}

TEST_F(ReceiverTest, APluginThatIsBusyOrOverdueLeavesTheCallbackUnverified) {
  plugin.reply = Error{.code = Errc::Unavailable, .reason = "plugin_busy"};
  EXPECT_EQ(receive().status, 200);
  plugin.reply = Error{.code = Errc::Timeout, .reason = "plugin_timeout"};
  EXPECT_EQ(receive().status, 200);
  plugin.reply.reset();
  EXPECT_EQ(receive().status, 200) << "it never answered";
  EXPECT_EQ(backlog.kept.size(), 3U);
}

TEST_F(ReceiverTest, OverTheQuotaTheProviderIsAskedToComeAgain) {
  accounts.account.provider = nullptr;
  backlog.refusal = Error{.code = Errc::Limited, .reason = "webhook_quota"};
  expect_come_again();
}

TEST_F(ReceiverTest, AChallengeIsNotKeptForLater) {
  accounts.account.provider = nullptr;
  callback.method = "GET";
  expect_come_again();
  expect_nothing_stored();
}

TEST_F(ReceiverTest, APluginThatFailsOrAnswersNonsenseMeansComeAgain) {
  plugin.reply = Error{.code = Errc::Internal, .reason = "plugin_failed"};
  expect_come_again();
  plugin.reply = domain::ProviderReply{.json = "{"};
  expect_come_again();
  expect_nothing_stored();
}

TEST_F(ReceiverTest, WhatCannotBeStoredMeansComeAgain) {
  for (const Errc code : {Errc::Unavailable, Errc::Conflict, Errc::Internal}) {
    ledger.answers = {Error{.code = code, .reason = "no"}};
    expect_come_again();
  }
  ledger.answers.clear();
  expect_come_again();  // no answer in time
}

TEST_F(ReceiverTest, AChannelThatCannotBeOpenedJustNowMeansComeAgain) {
  for (const auto& failure : {Error{.code = Errc::Unavailable, .reason = "database_away"},
                              Error{.code = Errc::Internal, .reason = "secret_unreadable"}}) {
    accounts.failure = failure;
    expect_come_again();
  }
  expect_nothing_stored();
}

TEST_F(ReceiverTest, AChallengeIsAnsweredWithoutStoringAnything) {
  plugin.reply =
      domain::ProviderReply{.json = R"({"verdict":{"kind":"events","events":[],"reply":{"body":"12345"}}})"};
  expect_same(receive(), {.status = 200, .body = "12345"});
  expect_nothing_stored();
}

TEST_F(ReceiverTest, EachResultAndEachDuplicateIsCounted) {
  receive();
  ledger.answers = {domain::WebhookApplied{.duplicates = 3}};
  receive();
  callback.channel_id = "c2";
  receive();
  callback.channel_id = "c1";
  plugin.reply = domain::ProviderReply{.json = "{"};
  receive();
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"genuine\"} 2"));
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"refused\"} 1"));
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"failed\"} 1"));
  EXPECT_TRUE(counted("herald_webhook_duplicates_total 3"));
  EXPECT_TRUE(counted("herald_webhook_elements_total{result=\"applied\"} 1"));
}

}  // namespace
}  // namespace herald::inbound

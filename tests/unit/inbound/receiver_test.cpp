#include "host/inbound/receiver.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>

namespace herald::inbound {
namespace {

using std::chrono::milliseconds;

/// Answers each callback with `reply`, at once; without one, never.
class FakePlugin final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick, ReplyDone done) override {
    steps.push_back(std::move(step));
    if (reply) done(*reply);
  }
  void on_response(domain::ProviderStep, const domain::OutboundAnswer&, Tick, ReplyDone) override {}
  std::optional<Result<domain::ProviderReply>> reply;
  std::vector<domain::ProviderStep> steps;
};

class FakeLedger final : public domain::Ledger {
 public:
  void accept(domain::AcceptRequest, domain::Completion<domain::Accepted>) override {}
  void intend(domain::Intent, domain::Completion<domain::IntentVerdict>) override {}
  void settle(domain::Settlement, domain::Completion<domain::MessageStatus>) override {}
  void cancel(domain::Cancellation, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override {
    webhooks.push_back(std::move(webhook));
    if (answer) done(*answer);
  }
  std::optional<Result<domain::WebhookApplied>> answer{domain::WebhookApplied{.applied = 1}};
  std::vector<domain::Webhook> webhooks;
};

class FakeAccounts final : public domain::ProviderAccounts {
 public:
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override {
    if (failure) return *failure;
    if (id.text != "c1") return Error{.code = Errc::NotFound, .reason = "unknown_channel"};
    return std::make_shared<const domain::ProviderAccount>(account);
  }
  domain::ProviderAccount account;
  std::optional<Error> failure;
};

class ReceiverTest : public testing::Test {
 protected:
  ReceiverTest() : nowhere_{::open("/dev/null", O_WRONLY | O_CLOEXEC)} {
    accounts.account.channel.id = domain::ChannelId{"c1"};
    accounts.account.channel.tenant = domain::TenantId{"t1"};
    accounts.account.channel.api_provider = "fake";
    accounts.account.account_json = R"({"auth_token":"opensesame"})";
    accounts.account.secrets = {"opensesame", ""};
    accounts.account.provider = &plugin;
    plugin.reply = domain::ProviderReply{.json = kEvents};
  }
  ~ReceiverTest() override { ::close(nowhere_); }
  Answer receive() { return receiver.receive(callback); }
  void expect_nothing_stored() { EXPECT_TRUE(ledger.webhooks.empty()); }
  static void expect_same(const Answer& a, const Answer& b) {
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.content_type, b.content_type);
    EXPECT_EQ(a.body, b.body);
  }
  static constexpr const char* kEvents =
      R"({"verdict":{"kind":"events","events":[{"kind":"receipt","provider_id":"p","state":"SENT","dedupe_key":"k"}],
      "reply":{"status":202,"content_type":"text/xml","body":"<ok/>"}}})";
  FakePlugin plugin;
  FakeLedger ledger;
  FakeAccounts accounts;
  Callback callback{.provider = "fake",
                    .channel_id = "c1",
                    .method = "POST",
                    .target = "/hook",
                    .headers = {{"X-Sig", "s"}, {"X-Token", "opensesame, twice: opensesame"}},
                    .body = std::string{"a\0b", 3}};
  SystemClock clock;
  SystemRandom random;
  telemetry::Metrics metrics;

 private:
  int nowhere_;

 protected:
  telemetry::Log log{clock, telemetry::Level::Error, nowhere_};
  Receiver receiver{{.public_url = "https://herald.example",
                     .plugin_limit = milliseconds{1},
                     .store_limit = milliseconds{1}},
                    {ledger, accounts, clock, random, log, metrics}};
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

TEST_F(ReceiverTest, AnUnknownChannelAWrongProviderAndABadSignatureAreAnsweredAlike) {
  callback.channel_id = "c2";
  const Answer unknown = receive();
  callback.channel_id = "c1";
  callback.provider = "other";
  const Answer mismatch = receive();
  callback.provider = "fake";
  plugin.reply = domain::ProviderReply{
      .json =
          R"({"verdict":{"kind":"refused","code":"bad_signature","text":"t","reply":{"status":401,"body":"we know this channel"}}})"};
  const Answer forged = receive();
  EXPECT_EQ(unknown.status, 403);
  expect_same(unknown, mismatch);
  expect_same(unknown, forged);
  expect_nothing_stored();
}

TEST_F(ReceiverTest, WithoutThePluginTheProviderIsAskedToComeAgain) {
  accounts.account.provider = nullptr;
  EXPECT_EQ(receive().status, 503);
  expect_nothing_stored();
}

TEST_F(ReceiverTest, APluginThatFailsOrAnswersNonsenseOrNeverMeansComeAgain) {
  plugin.reply = Error{.code = Errc::Internal, .reason = "plugin_failed"};
  EXPECT_EQ(receive().status, 503);
  plugin.reply = domain::ProviderReply{.json = "{"};
  EXPECT_EQ(receive().status, 503);
  plugin.reply.reset();
  EXPECT_EQ(receive().status, 503);
  expect_nothing_stored();
}

TEST_F(ReceiverTest, WhatCannotBeStoredMeansComeAgain) {
  for (const Errc code : {Errc::Unavailable, Errc::Conflict, Errc::Internal}) {
    ledger.answer = Error{.code = code, .reason = "no"};
    expect_same(receive(), {.status = 503});
  }
  ledger.answer.reset();
  EXPECT_EQ(receive().status, 503) << "no answer in time";
}

TEST_F(ReceiverTest, AChannelThatCannotBeOpenedJustNowMeansComeAgain) {
  for (const auto& failure : {Error{.code = Errc::Unavailable, .reason = "database_away"},
                              Error{.code = Errc::Internal, .reason = "secret_unreadable"}}) {
    accounts.failure = failure;
    EXPECT_EQ(receive().status, 503) << failure.reason;
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
  ledger.answer = domain::WebhookApplied{.duplicates = 3};
  receive();
  callback.channel_id = "c2";
  receive();
  callback.channel_id = "c1";
  accounts.account.provider = nullptr;
  receive();
  const std::string text = metrics.expose();
  EXPECT_NE(text.find("herald_webhooks_total{result=\"genuine\"} 2"), std::string::npos) << text;
  EXPECT_NE(text.find("herald_webhooks_total{result=\"refused\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("herald_webhooks_total{result=\"failed\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("herald_webhook_duplicates_total 3"), std::string::npos) << text;
}

}  // namespace
}  // namespace herald::inbound

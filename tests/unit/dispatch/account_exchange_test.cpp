#include "host/dispatch/account_exchange.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dispatch/fakes.hpp"

namespace herald::dispatch::test {
namespace {

/// Answers each call at once with the next prepared reply; without one, never.
class ScriptedProvider final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick, ReplyDone done) override { answer(std::move(step), done); }
  void on_response(domain::ProviderStep step, const domain::OutboundAnswer&, Tick, ReplyDone done) override {
    answer(std::move(step), done);
  }
  std::deque<Result<domain::ProviderReply>> replies;
  std::vector<domain::ProviderStep> steps;

 private:
  void answer(domain::ProviderStep step, const ReplyDone& done) {
    steps.push_back(std::move(step));
    if (replies.empty()) return;
    done(std::move(replies.front()));
    replies.pop_front();
  }
};

class ScriptedCarrier final : public domain::Carrier {
 public:
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override {
    requests.push_back(std::move(request));
    done(answer);
  }
  domain::OutboundAnswer answer{.reached = domain::Reached::Answered, .status = 200};
  std::vector<domain::OutboundRequest> requests;
};

/// Ends each session at once, as the test says.
class ScriptedStreams final : public domain::StreamCarrier {
 public:
  void run(domain::StreamRequest request, std::function<void(domain::StreamEnd)> done) override {
    requests.push_back(std::move(request));
    done(end);
  }
  domain::StreamEnd end{};
  std::vector<domain::StreamRequest> requests;
};

class NoStream final : public domain::StreamPort {
 public:
  void start(domain::ProviderStep, Tick, ReplyDone) override {}
  void feed(domain::ProviderStep, domain::StreamEvent, Tick, ReplyDone) override {}
};

class AccountExchangeTest : public testing::Test {
 protected:
  AccountExchangeTest() {
    domain::ProviderAccount account;
    account.channel.id = domain::ChannelId{"c1"};
    account.channel.tenant = domain::TenantId{"t1"};
    account.channel.timeout_seconds = 10;
    account.account_json = R"({"auth_token":"opensesame"})";
    account.secrets = {"opensesame"};
    account.provider = &provider;
    accounts.accounts["c1"] = account;
  }
  void reply(const std::string& json) { provider.replies.emplace_back(domain::ProviderReply{.json = json}); }
  Result<domain::AccountFinding> run(milliseconds longest = std::chrono::seconds{30}) {
    return AccountExchange{accounts, {carrier, streams}, clock}.ask({.channel = domain::ChannelId{"c1"}},
                                                                    longest);
  }
  static constexpr const char* kLook =
      R"({"request":{"method":"GET","url":"https://api.example.org/me","commits":false,"redact":["derived"]}})";

  FakeClock clock;
  FakeAccounts accounts;
  ScriptedProvider provider;
  ScriptedCarrier carrier;
  ScriptedStreams streams;
};

TEST_F(AccountExchangeTest, finds_an_account_usable_when_the_plugin_says_ok) {
  reply(kLook);
  reply(R"({"verdict":{"kind":"ok","fields":{"status":"active"}}})");
  const auto finding = run();
  ASSERT_TRUE(finding) << finding.error().detail;
  EXPECT_TRUE(finding->usable);
  EXPECT_EQ(finding->kind, "ok");
  EXPECT_EQ(finding->status, 200);
  ASSERT_EQ(provider.steps.size(), 2U);
  EXPECT_EQ(provider.steps[0].op, "test_account");
  EXPECT_EQ(provider.steps[0].tenant.text, "t1");
  EXPECT_EQ(provider.steps[0].input, R"({"now_ms":1700000000000})");
  EXPECT_EQ(provider.steps[0].account, R"({"auth_token":"opensesame"})");
  EXPECT_EQ(carrier.requests.at(0).timeout, std::chrono::seconds{10}) << "the channel's own limit";
}

TEST_F(AccountExchangeTest, asks_by_any_operation_and_tells_where_to_call) {
  reply(R"({"verdict":{"kind":"ok"}})");
  const auto finding = AccountExchange{accounts, {carrier, streams}, clock}.ask(
      {.channel = domain::ChannelId{"c1"}, .op = "register_webhook", .callback_url = "https://h.example/\"x"},
      std::chrono::seconds{30});
  ASSERT_TRUE(finding);
  EXPECT_EQ(provider.steps.at(0).op, "register_webhook");
  EXPECT_EQ(provider.steps.at(0).input, R"({"now_ms":1700000000000,"callback_url":"https://h.example/\"x"})");
}

TEST_F(AccountExchangeTest, keeps_other_operations_of_a_stream_plugin_off_the_stream) {
  NoStream stream;
  accounts.accounts["c1"].stream = &stream;
  reply(R"({"verdict":{"kind":"ok"}})");
  const auto finding = AccountExchange{accounts, {carrier, streams}, clock}.ask(
      {.channel = domain::ChannelId{"c1"}, .op = "register_webhook"}, std::chrono::seconds{30});
  ASSERT_TRUE(finding);
  EXPECT_TRUE(streams.requests.empty());
}

TEST_F(AccountExchangeTest, shows_a_refusal_without_secrets) {
  carrier.answer.status = 401;
  reply(kLook);
  reply(R"({"verdict":{"kind":"auth_failed","code":"20003","text":"opensesame and derived are wrong"}})");
  const auto finding = run();
  ASSERT_TRUE(finding);
  EXPECT_FALSE(finding->usable);
  EXPECT_EQ(finding->error_class, "auth");
  EXPECT_EQ(finding->code, "20003");
  EXPECT_EQ(finding->text, "*** and *** are wrong");
  EXPECT_EQ(finding->status, 401);
}

TEST_F(AccountExchangeTest, goes_on_as_long_as_the_plugin_wants_but_not_for_ever) {
  reply(kLook);
  reply(R"({"continue":{"state":{"n":1}}})");
  reply(R"({"verdict":{"kind":"ok"}})");
  EXPECT_TRUE(run()->usable);
  EXPECT_EQ(provider.steps.at(2).state, R"({"n":1})");
  for (int i = 0; i < 9; ++i) {
    reply(kLook);
    reply(R"({"continue":{"state":{}}})");
  }
  carrier.requests.clear();
  EXPECT_EQ(run().error().reason, "endless_exchange");
  EXPECT_EQ(carrier.requests.size(), 8U);
}

TEST_F(AccountExchangeTest, says_when_the_provider_could_not_be_reached) {
  reply(kLook);
  carrier.answer = {.reached = domain::Reached::NotStarted,
                    .failure = "resolve_failed",
                    .text = "no address for api.example.org"};
  const auto finding = run();
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->kind, "unreachable");
  EXPECT_EQ(finding->code, "resolve_failed");
  EXPECT_EQ(finding->status, 0);
}

TEST_F(AccountExchangeTest, never_makes_a_request_that_could_deliver) {
  reply(R"({"request":{"method":"POST","url":"https://api.example.org/send","commits":true}})");
  EXPECT_EQ(run().error().reason, "bad_plan");
  EXPECT_TRUE(carrier.requests.empty());
}

TEST_F(AccountExchangeTest, gives_up_on_a_plugin_that_does_not_answer) {
  EXPECT_EQ(run(milliseconds{1}).error().reason, "test_timeout");
}

TEST_F(AccountExchangeTest, passes_on_what_the_plugin_breaks_off_with) {
  provider.replies.emplace_back(Error{.code = Errc::Internal, .reason = "plugin_failed", .detail = ""});
  EXPECT_EQ(run().error().reason, "plugin_failed");
}

TEST_F(AccountExchangeTest, needs_the_channel_and_its_plugin) {
  accounts.accounts["c1"].provider = nullptr;
  EXPECT_EQ(run().error().reason, "plugin_missing");
  accounts.accounts.clear();
  EXPECT_EQ(run().error().reason, "unknown_channel");
}

class AccountSessionTest : public AccountExchangeTest {
 protected:
  AccountSessionTest() { accounts.accounts["c1"].stream = &plugin_; }
  Result<domain::AccountFinding> run_to(domain::StreamEnd end) {
    streams.end = std::move(end);
    return run();
  }
  NoStream plugin_;
};

TEST_F(AccountSessionTest, takes_one_session_that_must_not_deliver) {
  const auto finding = run_to({.reached = domain::Reached::Answered, .verdict = R"({"kind":"ok"})"});
  ASSERT_TRUE(finding) << finding.error().detail;
  EXPECT_TRUE(finding->usable);
  EXPECT_EQ(finding->status, 0);
  ASSERT_EQ(streams.requests.size(), 1U);
  EXPECT_EQ(streams.requests[0].step.op, "test_account");
  EXPECT_EQ(streams.requests[0].timeout, std::chrono::seconds{10}) << "the channel's own limit";
  EXPECT_EQ(streams.requests[0].commit, domain::PointOfNoReturn::Refused);
  EXPECT_TRUE(provider.steps.empty());
}

TEST_F(AccountSessionTest, shows_a_refusal_without_secrets) {
  const auto finding = run_to(
      {.reached = domain::Reached::Answered,
       .verdict = R"({"kind":"auth_failed","class":"auth","code":"5.7.8","text":"opensesame, derived"})",
       .redact = {"derived"}});
  ASSERT_TRUE(finding);
  EXPECT_FALSE(finding->usable);
  EXPECT_EQ(finding->error_class, "auth");
  EXPECT_EQ(finding->text, "***, ***");
}

TEST_F(AccountSessionTest, says_when_the_server_could_not_be_reached) {
  const auto finding = run_to({.failure = "dns", .text = "no address for mail.example.org"});
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->kind, "unreachable");
  EXPECT_EQ(finding->code, "dns");
}

TEST_F(AccountSessionTest, passes_on_what_the_plugin_breaks_off_with) {
  EXPECT_EQ(run_to({.plugin_failure = Error{.code = Errc::Internal, .reason = "bad_actions"}}).error().reason,
            "bad_actions");
  EXPECT_EQ(run_to({.verdict = "{"}).error().reason, "bad_plan");
}

}  // namespace
}  // namespace herald::dispatch::test

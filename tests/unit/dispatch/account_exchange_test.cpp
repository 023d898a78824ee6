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
    return AccountExchange{accounts, carrier, clock}.test(domain::ChannelId{"c1"}, longest);
  }
  static constexpr const char* kLook =
      R"({"request":{"method":"GET","url":"https://api.example.org/me","commits":false,"redact":["derived"]}})";

  FakeClock clock;
  FakeAccounts accounts;
  ScriptedProvider provider;
  ScriptedCarrier carrier;
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

}  // namespace
}  // namespace herald::dispatch::test

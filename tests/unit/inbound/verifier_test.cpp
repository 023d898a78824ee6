#include "host/inbound/verifier.hpp"

#include "tests/unit/inbound/bench.hpp"

namespace herald::inbound {
namespace {

constexpr const char* kAsks =
    R"({"request":{"method":"GET","url":"https://x.example/cert.pem","commits":false},"state":{"at":"cert"}})";
constexpr const char* kAsksAndKeeps =
    R"({"request":{"method":"GET","url":"https://x.example/cert.pem","commits":false,"keep_ms":60000}})";

class VerifierTest : public InboundBench {
 protected:
  VerifierTest() { plugin.judgements = {kEvents}; }
  Result<domain::ProviderReply> verify() {
    std::optional<Result<domain::ProviderReply>> out;
    verifier.verify({.op = "webhook", .bytes = "body"},
                    std::make_shared<const domain::ProviderAccount>(accounts.account),
                    [&](Result<domain::ProviderReply> reply) { out.emplace(std::move(reply)); });
    EXPECT_TRUE(out);
    return out ? *out : Result<domain::ProviderReply>{Error{.reason = "never_done"}};
  }
  void asks(const char* plan) { plugin.reply = domain::ProviderReply{.json = plan}; }
};

TEST_F(VerifierTest, AVerdictNeedsNoRequest) {
  const auto reply = verify();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->json, kEvents);
  EXPECT_TRUE(carrier.requests.empty());
}

TEST_F(VerifierTest, ARequestIsMadeAndItsAnswerJudged) {
  asks(kAsks);
  const auto reply = verify();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->json, kEvents);
  ASSERT_EQ(carrier.requests.size(), 1U);
  EXPECT_EQ(carrier.requests[0].url, "https://x.example/cert.pem");
  EXPECT_LE(carrier.requests[0].timeout, config.request_limit);
  EXPECT_EQ(plugin.seen, std::vector<std::string>{"a certificate"});
}

TEST_F(VerifierTest, ItGoesOnWithTheStateThatThePluginGave) {
  asks(kAsks);
  plugin.judgements = {R"({"continue":{"state":{"at":"confirm"}}})", kEvents};
  ASSERT_TRUE(verify());
  ASSERT_EQ(plugin.steps.size(), 2U);
  EXPECT_EQ(plugin.steps[1].state, R"({"at":"confirm"})");
  EXPECT_EQ(plugin.steps[1].bytes, "body");
  EXPECT_EQ(carrier.requests.size(), 2U);
}

TEST_F(VerifierTest, AnAnswerToBeKeptIsAskedForOnce) {
  asks(kAsksAndKeeps);
  ASSERT_TRUE(verify());
  ASSERT_TRUE(verify());
  EXPECT_EQ(carrier.requests.size(), 1U);
  EXPECT_EQ(plugin.seen.size(), 2U);
  accounts.account.channel.api_provider = "other";
  ASSERT_TRUE(verify());
  EXPECT_EQ(carrier.requests.size(), 2U) << "no other provider sees it";
}

TEST_F(VerifierTest, OnlyASuccessIsKept) {
  asks(kAsksAndKeeps);
  carrier.answer.status = 404;
  ASSERT_TRUE(verify());
  ASSERT_TRUE(verify());
  EXPECT_EQ(carrier.requests.size(), 2U);
}

TEST_F(VerifierTest, WithoutAnAnswerNothingIsKnown) {
  asks(kAsks);
  carrier.answer = {.failure = "dns"};
  const auto reply = verify();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Errc::Unavailable);
  EXPECT_EQ(reply.error().reason, "dns");
}

TEST_F(VerifierTest, APluginThatCannotTellYetIsAskedLater) {
  asks(kAsks);
  plugin.judgements = {R"({"verdict":{"kind":"retry","code":"certificate_away","text":"t"}})"};
  const auto reply = verify();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Errc::Unavailable);
  EXPECT_EQ(reply.error().reason, "certificate_away");
}

TEST_F(VerifierTest, ARequestThatCommitsIsNotMade) {
  asks(R"({"request":{"method":"POST","url":"https://x.example/","commits":true}})");
  const auto reply = verify();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().reason, "bad_plan");
  EXPECT_TRUE(carrier.requests.empty());
}

TEST_F(VerifierTest, APluginThatNeverStopsAskingIsStopped) {
  asks(kAsks);
  plugin.judgements = {R"({"continue":{"state":{}}})"};
  const auto reply = verify();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().reason, "bad_plan");
  EXPECT_EQ(carrier.requests.size(), 4U);
}

}  // namespace
}  // namespace herald::inbound

// Deliveries by plugins of the stream tier.
#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

class NoStreamPlugin final : public domain::StreamPort {
 public:
  void start(domain::ProviderStep, Tick, ReplyDone) override {}
  void feed(domain::ProviderStep, domain::StreamEvent, Tick, ReplyDone) override {}
};

class StreamDelivery : public DispatcherBench {
 protected:
  StreamDelivery() { accounts.accounts["c1"].stream = &plugin_; }
  domain::StreamRequest end(domain::StreamEnd how) {
    EXPECT_EQ(streams.sessions.size(), 1U);
    auto [request, done] = std::move(streams.sessions.front());
    streams.sessions.pop_front();
    done(std::move(how));
    step();
    return request;
  }
  NoStreamPlugin plugin_;
};

TEST_F(StreamDelivery, GoesFromTheIntentThroughOneSessionToItsSettlement) {
  offer("m1");
  step();
  EXPECT_TRUE(streams.sessions.empty()) << "nothing begins before the intent is committed";
  const auto intent = intend();
  const auto request = end({.reached = domain::Reached::Answered,
                            .committed = true,
                            .answered = true,
                            .verdict = R"({"kind":"accepted","ids":{"provider_id":"<m@a>"}})"});
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_EQ(request.step.op, "send");
  EXPECT_EQ(request.step.state, "{}");
  EXPECT_NE(request.step.input.find(intent.id.text), std::string::npos);
  EXPECT_EQ(request.timeout, std::chrono::seconds{10});
  EXPECT_EQ(request.start_by, clock.tick() + std::chrono::seconds{2});
  EXPECT_EQ(outcome().certainty, domain::Certainty::Accepted);
  EXPECT_EQ(outcome().provider_id, "<m@a>");
}

TEST_F(StreamDelivery, IsTriedAgainWhenItBrokeBeforeThePointOfNoReturn) {
  start("m1");
  end({.reached = domain::Reached::Began, .failure = "reset"});
  EXPECT_EQ(outcome().certainty, domain::Certainty::NotSent);
  EXPECT_TRUE(settle().retry_at);
}

TEST_F(StreamDelivery, IsUnknownWhenItBrokeAfterThePointOfNoReturn) {
  start("m1");
  end({.reached = domain::Reached::Answered, .committed = true, .failure = "reset"});
  EXPECT_EQ(outcome().certainty, domain::Certainty::Unknown);
}

TEST_F(StreamDelivery, IsLoggedWithBothDirectionsAndWhatThePluginHides) {
  start("m1");
  clock.passed += milliseconds{70};
  end({.reached = domain::Reached::Answered,
       .committed = true,
       .answered = true,
       .verdict = R"({"kind":"rejected","class":"blocked","code":"5.7.1","text":"not cGFzcw=="})",
       .redact = {"cGFzcw=="},
       .peer = "tls://mail.example.com:465",
       .sent = "EHLO a\r\n",
       .received = "220 b\r\n"});
  ASSERT_EQ(exchanges.records.size(), 1U);
  const domain::RawExchange& logged = exchanges.records.front();
  EXPECT_EQ(logged.method + ' ' + logged.url, "STREAM tls://mail.example.com:465");
  EXPECT_EQ(logged.request_body + logged.response_body, "EHLO a\r\n220 b\r\n");
  EXPECT_EQ(logged.duration, milliseconds{70});
  EXPECT_EQ(logged.redact, std::vector<std::string>{"cGFzcw=="});
  EXPECT_EQ(outcome().error_text, "not ***");
}

TEST_F(StreamDelivery, IsNotLoggedWhenThereWasNoConnection) {
  start("m1");
  end({.verdict = R"({"kind":"rejected","class":"config","code":"host","text":"none"})"});
  EXPECT_TRUE(exchanges.records.empty());
}

}  // namespace
}  // namespace herald::dispatch::test

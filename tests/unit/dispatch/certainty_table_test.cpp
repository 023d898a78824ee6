// Design D3, line by line, through the real dispatcher and the real egress engine, against a server that does
// exactly what it is told. Only the database and the plugin are played here.
#include <gtest/gtest.h>

#include "host/app/carrier.hpp"
#include "host/egress/engine.hpp"
#include "tests/support/raw_server.hpp"
#include "tests/unit/dispatch/fakes.hpp"
#include "tests/unit/egress/fake_dns.hpp"

namespace herald::dispatch::test {
namespace {

using domain::Certainty;
using herald::test::RawServer;
using std::chrono::seconds;

/// Commits every intent at once and keeps the settlement.
class WillingLedger final : public domain::Ledger {
 public:
  void accept(domain::AcceptRequest, domain::Completion<domain::Accepted>) override {}
  void intend(domain::Intent, domain::Completion<domain::IntentVerdict> done) override {
    done(domain::IntentVerdict{.number = 1});
  }
  void settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) override {
    settlements.push_back(std::move(settlement));
    done(domain::MessageStatus::Failed);
  }
  void cancel(domain::Cancellation, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook, domain::Completion<domain::WebhookApplied>) override {}
  std::vector<domain::Settlement> settlements;
};

/// A plugin of one request, with the verdicts that the SDK asks for.
class OneRequest final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep, Tick, ReplyDone done) override {
    before_request();
    done(domain::ProviderReply{.json = R"({"request":{"method":"POST","url":")" + url +
                                       R"(","body":[{"text":"hello"}],"timeout_ms":)" +
                                       std::to_string(timeout_ms) + R"(,"commits":)" +
                                       (commits ? "true}}" : "false}}")});
  }
  void on_response(domain::ProviderStep, const domain::OutboundAnswer& answer, Tick,
                   ReplyDone done) override {
    done(domain::ProviderReply{.json = R"({"verdict":{"kind":")" + verdict_of(answer) +
                                       R"(","ids":{"provider_id":"P1"},"code":"c","text":"t"}})"});
  }
  std::string url;
  bool commits{true};
  int timeout_ms{10'000};
  std::string word;  ///< empty: by the status
  std::function<void()> before_request{[] {}};

 private:
  [[nodiscard]] std::string verdict_of(const domain::OutboundAnswer& answer) const {
    if (!word.empty()) return word;
    if (answer.status == 429) return "rate_limited";
    if (answer.status == 401) return "auth_failed";
    if (answer.status >= 500) return "retry";
    if (answer.status >= 400) return "rejected";
    return answer.body == "readable" ? "accepted" : "unknown";
  }
};

std::string answers(int status, const std::string& body = "x") {
  return "HTTP/1.1 " + std::to_string(status) + " Word\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

class CertaintyTable : public testing::Test {
 protected:
  /// One message, from its offer to its settlement.
  domain::Outcome outcome_at(const std::string& url) {
    plugin.url = url;
    domain::ProviderAccount account;
    account.channel.id = domain::ChannelId{"c1"};
    account.channel.retry_count = 2;
    account.provider = &plugin;
    accounts.accounts["c1"] = account;
    Dispatcher dispatcher{
        {}, {ledger, source, accounts, carrier, clock, random, log, exchanges, metrics, streams}};
    dispatcher.offer(work_of("m1", clock.now()));
    const auto last = std::chrono::steady_clock::now() + seconds{20};
    while (ledger.settlements.empty() && std::chrono::steady_clock::now() < last) {
      dispatcher.step(clock.tick());
      engine.step(clock.tick());
      engine.wait(milliseconds{5});
    }
    dispatcher.step(clock.tick());
    EXPECT_EQ(ledger.settlements.size(), 1U);
    return ledger.settlements.empty() ? domain::Outcome{} : ledger.settlements.front().outcome;
  }
  domain::Outcome outcome_of(RawServer::Script script) {
    server.emplace(std::move(script));
    const auto outcome = outcome_at(server->url());
    EXPECT_EQ(server->requests().size(), 1U) << "one request, whatever came of it";
    return outcome;
  }
  domain::Outcome outcome_of_status(int status) { return outcome_of(RawServer::replies(answers(status))); }
  void expect_not_sent(const domain::Outcome& outcome, const std::string& code) {
    EXPECT_EQ(outcome.certainty, Certainty::NotSent);
    EXPECT_EQ(outcome.error_code, code);
    ASSERT_FALSE(ledger.settlements.empty());
    EXPECT_EQ(ledger.settlements.front().retry_at.has_value(), outcome.next == domain::Next::Retry);
  }
  void expect_unknown(const domain::Outcome& outcome) {
    EXPECT_EQ(outcome.certainty, Certainty::Unknown);
    ASSERT_FALSE(ledger.settlements.empty());
    EXPECT_TRUE(ledger.settlements.front().retry_at) << "it will be reconciled";
  }
  static egress::Config loopback() {
    egress::Config config;
    config.allow = {*egress::parse_cidr("127.0.0.0/8")};
    return config;
  }

  FakeClock clock;
  FakeRandom random;
  FakeSource source;
  FakeAccounts accounts;
  WillingLedger ledger;
  OneRequest plugin;
  FakeExchanges exchanges;
  FakeStreams streams;
  telemetry::Metrics metrics;
  telemetry::Log log{clock, telemetry::Level::Error};
  egress::Engine engine{loopback(), clock};
  app::EgressCarrier carrier{engine, metrics};
  std::optional<RawServer> server;
};

TEST_F(CertaintyTable, ANameThatDoesNotResolveIsNotSent) {
  const egress::test::FakeDns dns;
  expect_not_sent(outcome_at("http://nowhere.test/"), "dns");
}

TEST_F(CertaintyTable, ARefusedConnectionIsNotSent) {
  std::string url;
  {
    const RawServer gone{[](RawServer::Connection&) {}};
    url = gone.url();
  }
  expect_not_sent(outcome_at(url), "connect");
}

TEST_F(CertaintyTable, AFailedTlsHandshakeIsNotSent) {
  server.emplace([](RawServer::Connection& peer) {
    peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    peer.drain();
  });
  expect_not_sent(outcome_at(server->url("/", "https")), "tls");
}

TEST_F(CertaintyTable, ARefusalByTheGuardIsNotSentAndFinal) {
  const auto outcome = outcome_at("https://10.0.0.1/");
  expect_not_sent(outcome, "guard_refused");
  EXPECT_EQ(outcome.next, domain::Next::Final);
}

TEST_F(CertaintyTable, ADeadlineThatPassesBeforeTheStartIsNotSent) {
  server.emplace(RawServer::replies(answers(201, "readable")));
  plugin.before_request = [this] { clock.passed += seconds{2}; };
  expect_not_sent(outcome_at(server->url()), "start_deadline");
  EXPECT_TRUE(server->requests().empty());
}

TEST_F(CertaintyTable, AMillisecondBeforeThatDeadlineItIsSent) {
  plugin.before_request = [this] { clock.passed += milliseconds{1'999}; };
  EXPECT_EQ(outcome_of(RawServer::replies(answers(201, "readable"))).certainty, Certainty::Accepted);
}

TEST_F(CertaintyTable, ACloseWithoutAnswerIsUnknownIfTheRequestCommits) {
  expect_unknown(outcome_of([](RawServer::Connection& peer) { peer.read(); }));
}

TEST_F(CertaintyTable, ACloseWithoutAnswerIsNotSentIfTheRequestDoesNotCommit) {
  plugin.commits = false;
  expect_not_sent(outcome_of([](RawServer::Connection& peer) { peer.read(); }), "reset");
}

TEST_F(CertaintyTable, ACutAnswerIsUnknownIfTheRequestCommits) {
  expect_unknown(outcome_of([](RawServer::Connection& peer) {
    if (peer.read()) peer.send("HTTP/1.1 400 No\r\nContent-Length: 10\r\n\r\nhalf");
  }));
}

TEST_F(CertaintyTable, ATimeOutIsUnknownIfTheRequestCommits) {
  plugin.timeout_ms = 100;
  expect_unknown(outcome_of([](RawServer::Connection& peer) {
    peer.read();
    peer.drain();
  }));
}

TEST_F(CertaintyTable, ATimeOutIsNotSentIfTheRequestDoesNotCommit) {
  plugin.timeout_ms = 100;
  plugin.commits = false;
  expect_not_sent(outcome_of([](RawServer::Connection& peer) {
                    peer.read();
                    peer.drain();
                  }),
                  "timeout");
}

TEST_F(CertaintyTable, AComplete4xxIsThePluginsVerdict) {
  const auto outcome = outcome_of_status(400);
  expect_not_sent(outcome, "c");
  EXPECT_EQ(outcome.next, domain::Next::Final);
}

TEST_F(CertaintyTable, A401IsThePluginsVerdict) {
  const auto outcome = outcome_of_status(401);
  expect_not_sent(outcome, "c");
  EXPECT_EQ(outcome.error_class, "auth");
}

TEST_F(CertaintyTable, A429IsThePluginsVerdict) {
  const auto outcome = outcome_of_status(429);
  expect_not_sent(outcome, "c");
  EXPECT_EQ(outcome.next, domain::Next::Retry);
}

TEST_F(CertaintyTable, A503IsThePluginsVerdict) {
  const auto outcome = outcome_of_status(503);
  expect_not_sent(outcome, "c");
  EXPECT_EQ(outcome.next, domain::Next::Retry);
}

TEST_F(CertaintyTable, A500IsThePluginsVerdictRetryByDefault) {
  const auto outcome = outcome_of_status(500);
  expect_not_sent(outcome, "c");
  EXPECT_EQ(outcome.next, domain::Next::Retry);
}

TEST_F(CertaintyTable, A500ThatTheProvidersSheetCallsAmbiguousIsUnknown) {
  plugin.word = "unknown";
  expect_unknown(outcome_of_status(500));
}

TEST_F(CertaintyTable, A502IsUnknownWhateverThePluginSays) {
  for (const char* word : {"retry", "rejected", "accepted"}) {
    ledger.settlements.clear();
    plugin.word = word;
    expect_unknown(outcome_of_status(502));
  }
}

TEST_F(CertaintyTable, A504IsUnknownWhateverThePluginSays) {
  for (const char* word : {"retry", "rejected", "accepted"}) {
    ledger.settlements.clear();
    plugin.word = word;
    expect_unknown(outcome_of_status(504));
  }
}

TEST_F(CertaintyTable, A502ToARequestThatDoesNotCommitIsThePluginsVerdict) {
  plugin.commits = false;
  expect_not_sent(outcome_of_status(502), "c");
}

TEST_F(CertaintyTable, AnUnreadable2xxIsUnknown) {
  expect_unknown(outcome_of(RawServer::replies(answers(201, "%$"))));
}

TEST_F(CertaintyTable, AReadable2xxIsAccepted) {
  const auto outcome = outcome_of(RawServer::replies(answers(201, "readable")));
  EXPECT_EQ(outcome.certainty, Certainty::Accepted);
  EXPECT_EQ(outcome.provider_id, "P1");
}

}  // namespace
}  // namespace herald::dispatch::test

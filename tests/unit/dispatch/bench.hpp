#pragma once
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "tests/unit/dispatch/fakes.hpp"

namespace herald::dispatch::test {

/// A dispatcher between fakes. The test plays database, plugin and wire, one step at a time.
class DispatcherBench : public testing::Test {
 protected:
  DispatcherBench() : nowhere_{::open("/dev/null", O_WRONLY | O_CLOEXEC)} {
    domain::ProviderAccount account;
    account.channel.id = domain::ChannelId{"c1"};
    account.channel.api_provider = "fake";
    account.channel.retry_count = 2;
    account.channel.timeout_seconds = 10;
    account.account_json = R"({"auth_token":"opensesame"})";
    account.secrets = {"opensesame"};
    account.provider = &provider;
    accounts.accounts["c1"] = account;
  }
  ~DispatcherBench() override { ::close(nowhere_); }

  void offer(const std::string& id, const std::string& channel = "c1") {
    offer(work_of(id, clock.now(), "t1", channel));
  }
  void offer(const domain::Work& work) {
    source.add(work);
    dispatcher.offer(work);
  }
  Tick step() { return dispatcher.step(clock.tick()); }
  void pass(milliseconds time) {
    clock.passed += time;
    step();
  }

  /// The database commits the oldest intent.
  domain::Intent intend(domain::IntentVerdict verdict = {.number = 1}) {
    EXPECT_FALSE(ledger.intents.empty()) << "nothing was intended";
    if (ledger.intents.empty()) return {};
    auto [intent, done] = std::move(ledger.intents.front());
    ledger.intents.pop_front();
    source.remove(intent.message);
    done(verdict);
    step();
    return intent;
  }
  domain::ProviderStep plan(const std::string& json) {
    return answer_call(provider.plans, domain::ProviderReply{.json = json});
  }
  domain::ProviderStep respond(const std::string& json) {
    return answer_call(provider.responses, domain::ProviderReply{.json = json});
  }
  domain::ProviderStep answer_call(std::deque<FakeProvider::Call>& calls,
                                   Result<domain::ProviderReply> reply) {
    EXPECT_FALSE(calls.empty()) << "the plugin was not called";
    if (calls.empty()) return {};
    FakeProvider::Call call = std::move(calls.front());
    calls.pop_front();
    call.done(std::move(reply));
    step();
    return call.step;
  }
  domain::OutboundRequest carry(domain::OutboundAnswer answer) {
    EXPECT_FALSE(carrier.requests.empty()) << "nothing was sent";
    if (carrier.requests.empty()) return {};
    auto [request, done] = std::move(carrier.requests.front());
    carrier.requests.pop_front();
    done(std::move(answer));
    step();
    return request;
  }
  static domain::OutboundAnswer http(int status) {
    return {.reached = domain::Reached::Answered, .status = status};
  }
  /// The database commits the oldest settlement, or answers with an error.
  domain::Settlement settle(Result<domain::MessageStatus> answer = domain::MessageStatus::Sent) {
    EXPECT_FALSE(ledger.settlements.empty()) << "nothing was settled";
    if (ledger.settlements.empty()) return {};
    auto [settlement, done] = std::move(ledger.settlements.front());
    ledger.settlements.pop_front();
    done(std::move(answer));
    step();
    return settlement;
  }
  /// A message on its way up to the plugin's first plan.
  void start(const std::string& id) {
    offer(id);
    step();
    intend();
  }
  /// The end that the dispatcher wants stored.
  domain::Outcome outcome() {
    EXPECT_FALSE(ledger.settlements.empty()) << "nothing was settled";
    return ledger.settlements.empty() ? domain::Outcome{} : ledger.settlements.front().first.outcome;
  }
  static constexpr const char* kRequest =
      R"({"request":{"method":"POST","url":"https://api.example.org/send","commits":true}})";
  static constexpr const char* kLookUp =
      R"({"request":{"method":"GET","url":"https://api.example.org/look","commits":false}})";
  static constexpr const char* kAccepted = R"({"verdict":{"kind":"accepted","ids":{"provider_id":"SM1"}}})";

  FakeClock clock;
  FakeRandom random;
  FakeLedger ledger;
  FakeSource source;
  FakeProvider provider;
  FakeAccounts accounts;
  FakeCarrier carrier;
  FakeExchanges exchanges;
  FakeStreams streams;
  domain::NodeShards shards;

 private:
  int nowhere_;

 protected:
  telemetry::Metrics metrics;
  telemetry::Log log{clock, telemetry::Level::Error, nowhere_};
  DispatcherConfig config;
  DispatcherPorts ports() {
    DispatcherPorts out{ledger, source, accounts, carrier, clock, random, log, exchanges, metrics, streams};
    out.shards = &shards;
    return out;
  }
  std::optional<Dispatcher> made_;
  Dispatcher& dispatcher = made_.emplace(config, ports());
  /// The dispatcher again, with another configuration.
  void remake(const DispatcherConfig& other) { made_.emplace(other, ports()); }
};

}  // namespace herald::dispatch::test

#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/dispatch/dispatcher.hpp"
#include "tests/unit/dispatch/fake_source.hpp"

namespace herald::dispatch::test {

using std::chrono::milliseconds;

/// Both times move together, when the test says so.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{milliseconds{1'700'000'000'000}} + passed; }
  [[nodiscard]] Tick tick() const override { return Tick{std::chrono::hours{1}} + passed; }
  milliseconds passed{0};
};

/// Bytes that count up; below() answers what `choose` says.
class FakeRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    std::string out;
    const std::uint64_t number = ++drawn_;
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<char>(number >> (8 * (i % 8))));
    return out;
  }
  std::uint64_t below(std::uint64_t bound) override { return choose(bound); }
  std::function<std::uint64_t(std::uint64_t bound)> choose{[](std::uint64_t) { return 0U; }};

 private:
  std::uint64_t drawn_{0};
};

/// Remembers what it is asked; the test answers.
class FakeLedger final : public domain::Ledger {
 public:
  void accept(domain::AcceptRequest, domain::Completion<domain::Accepted>) override {}
  void intend(domain::Intent intent, domain::Completion<domain::IntentVerdict> done) override {
    intents.emplace_back(std::move(intent), std::move(done));
  }
  void settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) override {
    settlements.emplace_back(std::move(settlement), std::move(done));
  }
  void cancel(domain::Cancellation, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook, domain::Completion<domain::WebhookApplied>) override {}

  std::deque<std::pair<domain::Intent, domain::Completion<domain::IntentVerdict>>> intents;
  std::deque<std::pair<domain::Settlement, domain::Completion<domain::MessageStatus>>> settlements;
};

/// A plugin whose calls wait for the test's answers.
class FakeProvider final : public domain::ProviderPort {
 public:
  struct Call {
    domain::ProviderStep step;
    domain::OutboundAnswer answer;
    Tick deadline;
    ReplyDone done;
  };
  void plan(domain::ProviderStep step, Tick deadline, ReplyDone done) override {
    plans.push_back({std::move(step), {}, deadline, std::move(done)});
  }
  void on_response(domain::ProviderStep step, const domain::OutboundAnswer& answer, Tick deadline,
                   ReplyDone done) override {
    responses.push_back({std::move(step), answer, deadline, std::move(done)});
  }
  std::deque<Call> plans;
  std::deque<Call> responses;
};

class FakeAccounts final : public domain::ProviderAccounts {
 public:
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override {
    const auto found = accounts.find(id.text);
    if (found == accounts.end()) return Error{.code = Errc::NotFound, .reason = "unknown_channel"};
    return std::make_shared<const domain::ProviderAccount>(found->second);
  }
  std::map<std::string, domain::ProviderAccount> accounts;
};

class FakeCarrier final : public domain::Carrier {
 public:
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override {
    requests.emplace_back(std::move(request), std::move(done));
  }
  std::deque<std::pair<domain::OutboundRequest, std::function<void(domain::OutboundAnswer)>>> requests;
};

/// Sessions of the stream tier wait for the test's ends.
class FakeStreams final : public domain::StreamCarrier {
 public:
  void run(domain::StreamRequest request, std::function<void(domain::StreamEnd)> done) override {
    sessions.emplace_back(std::move(request), std::move(done));
  }
  std::deque<std::pair<domain::StreamRequest, std::function<void(domain::StreamEnd)>>> sessions;
};

inline domain::Work work_of(const std::string& id, Instant due, const std::string& tenant = "t1",
                            const std::string& channel = "c1") {
  domain::Work work{.due_at = due};
  work.message.id = domain::MessageId{id};
  work.message.tenant = domain::TenantId{tenant};
  work.message.channel = domain::ChannelId{channel};
  work.message.content.channel_type = "SMS";
  work.message.content.to_address = "+15005550100";
  return work;
}

/// Remembers what it is given.
class FakeExchanges final : public domain::ExchangeSink {
 public:
  void record(domain::RawExchange exchange) override { records.push_back(std::move(exchange)); }
  std::vector<domain::RawExchange> records;
};

}  // namespace herald::dispatch::test

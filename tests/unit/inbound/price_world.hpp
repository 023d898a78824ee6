#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "host/inbound/price_fetcher.hpp"
#include "tests/unit/inbound/fake_prices.hpp"
#include "tests/unit/inbound/poll_world.hpp"

namespace herald::inbound {

/// A clock that both ways go by together.
class PriceClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return Instant{std::chrono::milliseconds{1'732'357'000'000}} + passed_;
  }
  [[nodiscard]] Tick tick() const override { return Tick{std::chrono::hours{1}} + passed_; }
  void pass(std::chrono::milliseconds by) { passed_ += by; }

 private:
  std::chrono::milliseconds passed_{0};
};

/// One account for every channel, or none.
class PriceAccounts final : public domain::ProviderAccounts {
 public:
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override {
    if (refusal) return *refusal;
    auto opened = std::make_shared<domain::ProviderAccount>(account);
    opened->channel.id = id;
    return std::shared_ptr<const domain::ProviderAccount>{std::move(opened)};
  }
  domain::ProviderAccount account;
  std::optional<Error> refusal;
};

/// A fetcher whose far sides all answer at once. [one thread]
class PriceWorld {
 public:
  PriceWorld() {
    accounts.account.channel.tenant = domain::TenantId{"t1"};
    accounts.account.channel.api_provider = "fake";
    accounts.account.provider = &plugin;
    accounts.account.traits.price_after = std::chrono::seconds{900};
    carrier.answer.body = "{}";
  }
  ~PriceWorld() { ::close(nowhere); }
  /// Something was sent `ago`, and its price is due.
  void sent(const std::string& attempt, const std::string& channel = "c1",
            std::chrono::milliseconds ago = std::chrono::seconds{900}) {
    const Instant then = clock.now() - ago;
    book.rows[attempt] = {{.message = {.id = domain::MessageId{"m-" + attempt},
                                       .tenant = domain::TenantId{"t1"},
                                       .channel = domain::ChannelId{channel},
                                       .content = {.channel_type = "SMS", .to_address = "+447700900123"}},
                           .attempt = {.id = domain::AttemptId{attempt},
                                       .number = 1,
                                       .provider_id = "p-" + attempt,
                                       .since = then},
                           .sent_at = then},
                          clock.now()};
  }
  /// The plugin reads this receipt out of the next answers.
  void tells(const std::string& members) {
    plugin.verdict =
        R"({"verdict":{"kind":"events","events":[{"kind":"receipt","dedupe_key":"k",)" + members + "}]}}";
  }
  void tells_price_of(const std::string& attempt) {
    tells(R"("provider_id":"p-)" + attempt + R"(","state":"DELIVERED","cost_micros":7500,"currency":"USD")");
  }
  /// Until nothing more comes of it at this time.
  void turn() {
    for (int steps = 0; steps < 12; ++steps) fetcher.step(clock.tick());
  }
  void pass(std::chrono::milliseconds by) {
    clock.pass(by);
    turn();
  }
  [[nodiscard]] std::chrono::milliseconds due_in(const std::string& attempt) {
    return book.rows.at(attempt).due - clock.now();
  }

  int nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  PriceClock clock;
  SystemRandom random;
  telemetry::Log log{clock, telemetry::Level::Error, nowhere};
  telemetry::Metrics metrics;
  FakePrices book;
  PricePlugin plugin;
  PollCarrier carrier;
  PriceLedger ledger{book};
  FakeWebhooks webhooks;
  PriceAccounts accounts;
  Keeper keeper{ledger, webhooks, metrics};
  PriceFetcherConfig config{};
  PriceFetcher fetcher{config, {book, keeper, accounts, carrier, clock, random, log, metrics}};
};

}  // namespace herald::inbound

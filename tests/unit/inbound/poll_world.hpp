#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/inbound/poller.hpp"
#include "tests/unit/inbound/fake_files.hpp"
#include "tests/unit/inbound/fakes.hpp"

namespace herald::inbound {

class StillClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{std::chrono::milliseconds{1'732'357'000'000}}; }
  [[nodiscard]] Tick tick() const override { return tick_; }
  void advance(std::chrono::milliseconds by) { tick_ += by; }

 private:
  Tick tick_{std::chrono::hours{1}};
};

class PollingPlugin final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick, ReplyDone done) override {
    inputs.push_back(step.input);
    done(domain::ProviderReply{.json = planned});
  }
  void on_response(domain::ProviderStep, const domain::OutboundAnswer&, Tick, ReplyDone done) override {
    done(domain::ProviderReply{.json = verdict});
  }
  std::string planned =
      R"({"request":{"method":"POST","url":"https://x.example/","commits":false},"queue":"bot1"})";
  std::string verdict = R"({"verdict":{"kind":"events","events":[]}})";
  std::vector<std::string> inputs;
};

class PollCarrier final : public domain::Carrier {
 public:
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override {
    requests.push_back(std::move(request));
    if (holds) return held.push_back(std::move(done));
    done(answer);
  }
  void release() {
    for (const auto& done : held) done(answer);
    held.clear();
  }
  domain::OutboundAnswer answer{.reached = domain::Reached::Answered, .status = 200, .body = "[the updates]"};
  bool holds{false};
  std::vector<domain::OutboundRequest> requests;
  std::vector<std::function<void(domain::OutboundAnswer)>> held;
};

class PollLedger final : public domain::Ledger {
 public:
  explicit PollLedger(std::string& order) : order_{order} {}
  void accept(domain::AcceptRequest, domain::Completion<domain::Accepted>) override {}
  void intend(domain::Intent, domain::Completion<domain::IntentVerdict>) override {}
  void settle(domain::Settlement, domain::Completion<domain::MessageStatus>) override {}
  void cancel(domain::Cancellation, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override {
    order_ += "store ";
    webhooks.push_back(std::move(webhook));
    done(answer);
  }
  Result<domain::WebhookApplied> answer{domain::WebhookApplied{.applied = 1}};
  std::vector<domain::Webhook> webhooks;

 private:
  std::string& order_;
};

class KeptPolls final : public domain::Polls {
 public:
  explicit KeptPolls(std::string& order) : order_{order} {}
  Result<std::vector<domain::ChannelId>> candidates() override { return channels; }
  Result<std::string> cursor(const domain::ChannelId& channel) override { return cursors[channel.text]; }
  void advance(domain::TenantId, domain::ChannelId channel, std::string cursor,
               domain::Completion<Done> done) override {
    order_ += "cursor ";
    cursors[channel.text] = std::move(cursor);
    done(Done{});
  }
  std::vector<domain::ChannelId> channels{domain::ChannelId{"c1"}};
  std::map<std::string, std::string> cursors;

 private:
  std::string& order_;
};

class PolledAccounts final : public domain::ProviderAccounts {
 public:
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override {
    auto opened = std::make_shared<domain::ProviderAccount>(account);
    opened->channel.id = id;
    return std::shared_ptr<const domain::ProviderAccount>{std::move(opened)};
  }
  domain::ProviderAccount account;
};

/// A poller whose far sides all answer at once, and one channel that wants to be polled. [one thread]
class PollWorld {
 public:
  PollWorld() {
    accounts.account.channel.tenant = domain::TenantId{"t1"};
    accounts.account.channel.api_provider = "fake";
    accounts.account.channel.config_json = R"({"poll":true})";
    accounts.account.provider = &plugin;
  }
  ~PollWorld() { ::close(nowhere); }
  /// The next polls tell one receipt of that key (none: nothing) and this cursor (none: as before).
  void answers(const std::string& cursor, const std::string& key) {
    const std::string event =
        key.empty() ? ""
                    : R"({"kind":"receipt","provider_id":"p","state":"SENT","dedupe_key":")" + key + "\"}";
    plugin.verdict = R"({"verdict":{"kind":"events","events":[)" + event + "]" +
                     (cursor.empty() ? "" : R"(,"cursor":")" + cursor + "\"") + "}}";
  }
  /// Lets one poll that is due go all its way; the next begins only where it is due at once.
  void turn() {
    for (int steps = 0; steps < 6; ++steps) poller.step(clock.tick());
  }

  int nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  StillClock clock;
  SystemRandom random;
  telemetry::Log log{clock, telemetry::Level::Error, nowhere};
  telemetry::Metrics metrics;
  std::string order;
  PollingPlugin plugin;
  PollCarrier carrier;
  FakeFiles files;
  PollLedger ledger{order};
  KeptPolls polls{order};
  PolledAccounts accounts;
  FakeWebhooks webhooks;
  Keeper keeper{ledger, webhooks, metrics};
  Poller poller{{},
                {polls, keeper, accounts, carrier, files,
                 [](const domain::Channel&, std::string_view text) -> Result<domain::AddressKey> {
                   return domain::AddressKey{.kind = "phone", .normalised = std::string{text}};
                 },
                 clock, random, log, metrics}};
};

}  // namespace herald::inbound

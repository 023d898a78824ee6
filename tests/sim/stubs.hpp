#pragma once
#include <functional>
#include <string>
#include <utility>

#include "host/domain/exchange.hpp"
#include "host/domain/media.hpp"
#include "host/domain/stream_ports.hpp"
#include "host/inbound/ports.hpp"

namespace herald::sim {

// Ports of the node that have no part in the story. [one thread]

class NoExchanges final : public domain::ExchangeSink, public domain::ExchangeReader {
 public:
  void record(domain::RawExchange) override {}
  Result<domain::Page<domain::Exchange>> list(const domain::ExchangeFilter&, const std::string&,
                                              int) override {
    return domain::Page<domain::Exchange>{};
  }
  Result<std::vector<domain::Exchange>> of_message(const domain::TenantId&,
                                                   const domain::MessageId&) override {
    return std::vector<domain::Exchange>{};
  }
};

class NoStreams final : public domain::StreamCarrier {
 public:
  void run(domain::StreamRequest, std::function<void(domain::StreamEnd)> done) override {
    done({.failure = "connect"});
  }
};

class NoFiles final : public domain::MediaFiles {
 public:
  std::string incoming() override { return "/nowhere"; }
  Result<domain::StoredBytes> adopt(const std::string&, const domain::TenantId&, std::string_view,
                                    domain::TypeClaim) override {
    return none();
  }
  Result<domain::StoredBytes> keep(std::string_view, const domain::TenantId&, std::string_view,
                                   domain::TypeClaim) override {
    return none();
  }
  void discard(const std::string&) override {}
  [[nodiscard]] std::string path_of(const domain::TenantId&, const std::string&) const override { return {}; }
  void remove(const domain::TenantId&, const std::string&) override {}

 private:
  static Error none() {
    return {.code = Errc::Unavailable, .reason = "media_unwritable", .detail = "no files here"};
  }
};

/// What waits for its plugin is kept as it is.
class OpenEnvelope final : public inbound::Envelope {
 public:
  [[nodiscard]] std::string seal(const std::string& text, const domain::RawWebhook&) const override {
    return text;
  }
  [[nodiscard]] Result<std::string> open(const domain::RawWebhook& webhook) const override {
    return webhook.sealed_request;
  }
};

/// Callers of the inbound room block until the commit: here the writer is stepped for them, unless `busy`,
/// when they find that it takes too long.
class Pump {
 public:
  explicit Pump(std::function<void()> writer_turn) : turn_{std::move(writer_turn)} {}
  void run() {
    if (busy || running_) return;
    running_ = true;
    for (int turns = 0; turns < 4; ++turns) turn_();
    running_ = false;
  }
  bool busy{false};

 private:
  std::function<void()> turn_;
  bool running_{false};
};

class PumpedLedger final : public domain::Ledger {
 public:
  PumpedLedger(domain::Ledger& target, Pump& pump) : target_{target}, pump_{pump} {}
  void accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) override {
    target_.accept(std::move(request), std::move(done));
  }
  void intend(domain::Intent intent, domain::Completion<domain::IntentVerdict> done) override {
    target_.intend(std::move(intent), std::move(done));
  }
  void settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) override {
    target_.settle(std::move(settlement), std::move(done));
  }
  void cancel(domain::Cancellation cancellation, domain::Completion<domain::MessageStatus> done) override {
    target_.cancel(std::move(cancellation), std::move(done));
  }
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override {
    target_.receive(std::move(webhook), std::move(done));
    pump_.run();
  }

 private:
  domain::Ledger& target_;
  Pump& pump_;
};

class PumpedBacklog final : public domain::WebhookBacklog {
 public:
  PumpedBacklog(domain::WebhookBacklog& target, Pump& pump) : target_{target}, pump_{pump} {}
  void keep(domain::RawWebhook webhook, std::int64_t quota, domain::Completion<Done> done) override {
    target_.keep(std::move(webhook), quota, std::move(done));
    pump_.run();
  }
  Result<std::vector<domain::ChannelId>> channels() override { return target_.channels(); }
  Result<std::vector<domain::RawWebhook>> oldest(const domain::ChannelId& channel, const std::string& after,
                                                 int limit) override {
    return target_.oldest(channel, after, limit);
  }
  void refuse(const std::string& id, const std::string& reason, domain::Completion<Done> done) override {
    target_.refuse(id, reason, std::move(done));
  }
  void give_up(Instant before, domain::Completion<Done> done) override {
    target_.give_up(before, std::move(done));
  }

 private:
  domain::WebhookBacklog& target_;
  Pump& pump_;
};

}  // namespace herald::sim

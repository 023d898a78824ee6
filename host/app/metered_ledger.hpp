#pragma once
#include "host/domain/ports.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::app {

/// A ledger that counts what it sees committed. Labels come from closed lists, never from a tenant, a channel
/// or an address. [any thread]
class MeteredLedger final : public domain::Ledger {
 public:
  /// Both outlive this.
  MeteredLedger(domain::Ledger& target, telemetry::Metrics& metrics);
  void accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) override;
  void intend(domain::Intent intent, domain::Completion<domain::IntentVerdict> done) override;
  void settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) override;
  void cancel(domain::Cancellation cancellation, domain::Completion<domain::MessageStatus> done) override;
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override;

 private:
  [[nodiscard]] telemetry::Counter refused(const std::string& reason) const;
  [[nodiscard]] telemetry::Counter intended(const std::string& verdict) const;
  [[nodiscard]] telemetry::Counter failed(const std::string& error_class, const std::string& next) const;
  [[nodiscard]] telemetry::Counter unknown(const std::string& error_class) const;
  void declare() const;
  void count(const domain::Settlement& settlement) const;

  domain::Ledger& target_;
  telemetry::Metrics& metrics_;
  telemetry::Counter accepted_;
  telemetry::Counter replayed_;
  telemetry::Counter go_;
  telemetry::Counter sent_;
};

}  // namespace herald::app

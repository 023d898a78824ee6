#pragma once
#include "host/domain/delivery_ports.hpp"
#include "host/egress/engine.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::app {

/// The egress engine as the domain's way out. [any thread]
class EgressCarrier final : public domain::Carrier {
 public:
  /// Both outlive this.
  EgressCarrier(egress::Engine& engine, telemetry::Metrics& metrics);
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override;

 private:
  void count(const egress::Exchange& exchange) const;
  [[nodiscard]] telemetry::Counter ended(const char* result) const;
  [[nodiscard]] telemetry::Counter failed(const std::string& failure) const;

  egress::Engine& engine_;
  telemetry::Metrics& metrics_;
  telemetry::Counter answered_;
  telemetry::Histogram time_;
};

}  // namespace herald::app

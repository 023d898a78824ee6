#pragma once
#include "host/domain/delivery_ports.hpp"
#include "host/egress/engine.hpp"

namespace herald::app {

/// The egress engine as the domain's way out. [any thread]
class EgressCarrier final : public domain::Carrier {
 public:
  explicit EgressCarrier(egress::Engine& engine) : engine_{engine} {}
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override;

 private:
  egress::Engine& engine_;
};

}  // namespace herald::app

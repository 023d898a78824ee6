#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "host/domain/delivery_ports.hpp"

namespace herald::inbound {

/// Answers each request with `answer`, at once.
class FakeCarrier final : public domain::Carrier {
 public:
  void send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) override {
    requests.push_back(std::move(request));
    done(answer);
  }
  domain::OutboundAnswer answer{.reached = domain::Reached::Answered, .status = 200, .body = "a certificate"};
  std::vector<domain::OutboundRequest> requests;
};

}  // namespace herald::inbound

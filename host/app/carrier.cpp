#include "host/app/carrier.hpp"

namespace herald::app {
namespace {

domain::Reached reached(egress::Phase phase) {
  switch (phase) {
    case egress::Phase::NotStarted:
      return domain::Reached::NotStarted;
    case egress::Phase::Began:
      return domain::Reached::Began;
    case egress::Phase::Answered:
      break;
  }
  return domain::Reached::Answered;
}

domain::OutboundAnswer answer_of(egress::Exchange exchange) {
  domain::OutboundAnswer answer{.reached = reached(exchange.phase),
                                .status = exchange.status,
                                .body = std::move(exchange.body),
                                .failure = std::move(exchange.failure),
                                .text = std::move(exchange.text)};
  answer.headers.reserve(exchange.headers.size());
  for (egress::Header& header : exchange.headers)
    answer.headers.emplace_back(std::move(header.name), std::move(header.value));
  return answer;
}

}  // namespace

void EgressCarrier::send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) {
  egress::Request out{.method = std::move(request.method),
                      .url = std::move(request.url),
                      .body = std::move(request.body),
                      .timeout = request.timeout,
                      .start_by = request.start_by};
  out.headers.reserve(request.headers.size());
  for (auto& [name, value] : request.headers) out.headers.push_back({std::move(name), std::move(value)});
  engine_.start(std::move(out), [done = std::move(done)](egress::Exchange exchange) {
    done(answer_of(std::move(exchange)));
  });
}

}  // namespace herald::app

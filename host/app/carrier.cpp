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
                                .saved = exchange.saved,
                                .failure = std::move(exchange.failure),
                                .text = std::move(exchange.text)};
  answer.headers.reserve(exchange.headers.size());
  for (egress::Header& header : exchange.headers)
    answer.headers.emplace_back(std::move(header.name), std::move(header.value));
  return answer;
}

const char* text_of(egress::Phase phase) {
  switch (phase) {
    case egress::Phase::NotStarted:
      return "not_started";
    case egress::Phase::Began:
      return "began";
    case egress::Phase::Answered:
      break;
  }
  return "answered";
}

}  // namespace

EgressCarrier::EgressCarrier(egress::Engine& engine, telemetry::Metrics& metrics)
    : engine_{engine},
      metrics_{metrics},
      answered_{ended("answered")},
      time_{metrics.histogram("herald_egress_exchange_seconds", "From an outgoing request to its end")} {
  for (const char* result : {"not_started", "began"}) ended(result).add(0);
  for (const char* failure : {"guard_refused", "dns", "connect", "tls", "timeout", "start_deadline", "reset"})
    failed(failure).add(0);
}

telemetry::Counter EgressCarrier::ended(const char* result) const {
  return metrics_.counter("herald_egress_exchanges_total", "Outgoing requests, by how far they came",
                          {{"result", result}});
}

telemetry::Counter EgressCarrier::failed(const std::string& failure) const {
  return metrics_.counter("herald_egress_failures_total", "Outgoing requests without an answer, by reason",
                          {{"failure", failure}});
}

void EgressCarrier::count(const egress::Exchange& exchange) const {
  time_.observe(std::chrono::duration<double>{exchange.took}.count());
  if (exchange.phase == egress::Phase::Answered) return answered_.add();
  ended(text_of(exchange.phase)).add();
  failed(exchange.failure).add();
}

void EgressCarrier::send(domain::OutboundRequest request, std::function<void(domain::OutboundAnswer)> done) {
  egress::Request out{.method = std::move(request.method),
                      .url = std::move(request.url),
                      .body = std::move(request.body),
                      .files = std::move(request.files),
                      .timeout = request.timeout,
                      .start_by = request.start_by,
                      .max_response_bytes = request.max_answer_bytes,
                      .save_to = std::move(request.save_to)};
  out.headers.reserve(request.headers.size());
  for (auto& [name, value] : request.headers) out.headers.push_back({std::move(name), std::move(value)});
  engine_.start(std::move(out), [this, done = std::move(done)](egress::Exchange exchange) {
    count(exchange);
    done(answer_of(std::move(exchange)));
  });
}

}  // namespace herald::app

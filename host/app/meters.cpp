#include "host/app/meters.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace herald::app {
namespace {

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>{time}.count(); }

telemetry::Counter turned_away(telemetry::Metrics& metrics, std::string_view code) {
  return metrics.counter("herald_http_refused_total",
                         "Requests and connections turned away before any handler, by problem code",
                         {{"code", std::string{code}}});
}

telemetry::Counter answered(telemetry::Metrics& metrics, const std::string& status) {
  return metrics.counter("herald_http_requests_total", "Requests answered, by class of status",
                         {{"status", status}});
}

}  // namespace

std::function<void(const storage::CommittedBatch&)> writer_meter(telemetry::Metrics& metrics) {
  const auto batches = metrics.counter("herald_writer_batches_total", "Batches that the writer committed");
  const auto size = metrics.histogram("herald_writer_batch_operations", "Operations in a committed batch", {},
                                      {1, 2, 4, 8, 16, 32, 64, 128, 256, 512});
  const auto time =
      metrics.histogram("herald_writer_commit_seconds", "From a batch's begin to the end of its commit");
  return [batches, size, time](const storage::CommittedBatch& batch) {
    batches.add();
    size.observe(static_cast<double>(batch.operations));
    time.observe(seconds(batch.took));
  };
}

http::Handler metered(http::Handler handler, telemetry::Metrics& metrics, const Clock& clock) {
  const std::array counters{answered(metrics, "2xx"), answered(metrics, "3xx"), answered(metrics, "4xx"),
                            answered(metrics, "5xx")};
  const auto time =
      metrics.histogram("herald_http_request_seconds", "From a request's arrival to its answer");
  return [handler = std::move(handler), counters, time, &clock](const http::Request& request) {
    const Tick begun = clock.tick();
    http::Response response = handler(request);
    time.observe(seconds(clock.tick() - begun));
    const auto of_class = static_cast<std::size_t>(response.status / 100 - 2);
    if (of_class < counters.size()) counters.at(of_class).add();
    return response;
  };
}

std::function<void(int, std::string_view)> refusal_meter(telemetry::Metrics& metrics) {
  for (const char* code : {"server_busy", "too_many_connections", "request_timeout", "malformed_request"})
    turned_away(metrics, code).add(0);
  return [&metrics](int, std::string_view code) { turned_away(metrics, code).add(); };
}

}  // namespace herald::app

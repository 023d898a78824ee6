#include "host/api/probes.hpp"

#include "host/json/writer.hpp"

namespace herald::api {

Answer show_alive(const ProbePorts&, const Call&) {
  http::Response response;
  response.body = R"({"status":"ok"})";
  return response;
}

Answer show_ready(const ProbePorts& ports, const Call&) {
  const telemetry::Report report = ports.health.report();
  json::Writer writer;
  writer.begin_object().text("status", report.healthy() ? "ok" : "unavailable").begin_array("findings");
  for (const telemetry::Finding& finding : report.findings) {
    writer.begin_object()
        .text("name", finding.name)
        .boolean("ok", !finding.reason)
        .text_or_null("reason", finding.reason.value_or(""))
        .end_object();
  }
  writer.end_array().end_object();
  http::Response response;
  response.status = report.healthy() ? 200 : 503;
  response.body = writer.take();
  return response;
}

Answer show_metrics(const ProbePorts& ports, const Call&) {
  return http::Response{200, "text/plain; version=0.0.4; charset=utf-8", {}, ports.metrics.expose()};
}

}  // namespace herald::api

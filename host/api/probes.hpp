#pragma once
#include <array>

#include "host/api/route.hpp"
#include "host/telemetry/health.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::api {

struct ProbePorts {
  const telemetry::Health& health;
  const telemetry::Metrics& metrics;
};

/// 200 while the process serves at all.
Answer show_alive(const ProbePorts& ports, const Call& call);
/// 200, or 503 while a health check complains; the findings either way.
Answer show_ready(const ProbePorts& ports, const Call& call);
/// Prometheus text format 0.0.4.
Answer show_metrics(const ProbePorts& ports, const Call& call);

inline constexpr std::array<Route<ProbePorts>, 3> kProbeRoutes{{
    {http::Method::Get,
     "/healthz",
     kPublic,
     show_alive,
     {.id = "showAlive", .summary = "200 while the process serves at all", .response = "Probe"}},
    {http::Method::Get,
     "/readyz",
     kPublic,
     show_ready,
     {.id = "showReady", .summary = "200, or 503 while a health check complains", .response = "Probe"}},
    {http::Method::Get,
     "/metrics",
     kPublic,
     show_metrics,
     {.id = "showMetrics", .summary = "Prometheus text format 0.0.4"}},
}};

}  // namespace herald::api

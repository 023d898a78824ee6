#pragma once
#include <functional>

#include "host/base/clock.hpp"
#include "host/http/server.hpp"
#include "host/storage/writer.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::app {

/// Counts and times the writer's batches; for WriterConfig::on_commit. `metrics` outlives it.
std::function<void(const storage::CommittedBatch&)> writer_meter(telemetry::Metrics& metrics);

/// `handler`, counted by class of status and timed. `metrics` and `clock` outlive it.
http::Handler metered(http::Handler handler, telemetry::Metrics& metrics, const Clock& clock);

/// Counts what the server turned away before any handler; for http::Observer::on_refusal.
std::function<void(int, std::string_view)> refusal_meter(telemetry::Metrics& metrics);

}  // namespace herald::app

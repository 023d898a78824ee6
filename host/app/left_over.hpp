#pragma once
#include <string>

#include "host/base/result.hpp"
#include "host/domain/consumer_ports.hpp"
#include "host/domain/job_ports.hpp"
#include "host/json/writer.hpp"

namespace herald::app {

/// Where what a plugin does on its own, and could not do, is kept. All outlive it.
struct LeftOver {
  domain::JournalConsumers& consumers;
  domain::CommandQueue& commands;
  domain::JobBook& jobs;
};

/// Writes the newest events that a plugin could not take, commands of its that failed, and where its jobs
/// stand, as members `events_aside`, `commands_failed` and `jobs`. Errors: those of the ports. [any thread]
Result<Done> write_left_over(json::Writer& out, const LeftOver& from, const std::string& plugin);

}  // namespace herald::app

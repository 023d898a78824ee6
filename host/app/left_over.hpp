#pragma once
#include <string>

#include "host/base/result.hpp"
#include "host/domain/consumer_ports.hpp"
#include "host/json/writer.hpp"

namespace herald::app {

/// Where what a plugin could not do is kept. Borrowed for the call.
struct LeftOver {
  domain::JournalConsumers& consumers;
  domain::CommandQueue& commands;
};

/// Writes the newest events that a plugin could not take, and commands of its that failed, as members
/// `events_aside` and `commands_failed`. Errors: those of the ports. [any thread]
Result<Done> write_left_over(json::Writer& out, const LeftOver& from, const std::string& plugin);

}  // namespace herald::app

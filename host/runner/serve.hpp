#pragma once
#include <filesystem>

#include "host/runner/confine.hpp"

namespace herald::runner {

/// What the server asked for when it started this process. [value]
struct Order {
  std::filesystem::path staged{};
  Bounds bounds{};
};

/// Confines the process, loads the plugin and answers calls on plugins::kRunnerSocket until the server closes
/// it; the first answer (sequence 0) says whether the plugin is ready. Answers the exit status. [one thread,
/// the whole process]
int serve(const Order& order);

}  // namespace herald::runner

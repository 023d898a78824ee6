#pragma once
#include <sys/types.h>

#include "host/plugins/runner_process.hpp"

namespace herald::plugins {

/// Starts the runner with `socket` as its kRunnerSocket and nothing else of this process: no environment, no
/// descriptors, no ignored or blocked signals, a session of its own, working directory `/`. [any thread]
/// Errors: Unavailable/"runner_failed".
Result<pid_t> spawn_runner(const RunnerCommand& command, int socket);

}  // namespace herald::plugins

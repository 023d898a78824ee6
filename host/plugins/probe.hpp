#pragma once
#include <chrono>
#include <filesystem>

#include "host/base/result.hpp"

namespace herald::plugins {

/// The program that probes: called as `<executable> --probe-plugin <staged>`, it runs probe_main(). [value]
struct ProbeCommand {
  std::filesystem::path executable{};
};

/// Loads a staged plugin in a child process with limits, opens, examines and closes it, so that one that
/// crashes or hangs does so there. The child gets no environment of this process but locale and sanitizer
/// options. [any thread] Errors: Invalid with the child's reason; Invalid/"probe_crashed", "probe_hung";
/// Unavailable/"probe_failed".
Result<Done> probe(const ProbeCommand& command, const std::filesystem::path& staged,
                   std::chrono::milliseconds longest);

/// The child's side: main() returns it when argv[1] is "--probe-plugin". Writes "ok", or a reason and a tab
/// and a detail, to standard output; 0 when the plugin is fit. [one thread]
int probe_main(const char* staged);

}  // namespace herald::plugins

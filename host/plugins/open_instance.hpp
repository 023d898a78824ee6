#pragma once
#include <filesystem>
#include <memory>
#include <string_view>

#include "host/plugins/instance.hpp"
#include "host/plugins/placement.hpp"
#include "host/plugins/runner_instance.hpp"

namespace herald::plugins {

/// A staged plugin that is about to be opened; probed before, unless the runner gets it. Borrowed for the
/// call.
struct Opening {
  const std::filesystem::path& staged;
  const Manifest& manifest;
  std::string_view note;  ///< the manifest's text, as in the note
  Placement placement;
  const RunnerSettings& runner;
};

/// Opens a plugin where its placement says: the one place that tells the placements apart. In this process,
/// crashes are blamed on it from here on. `random` outlives
/// the instance. [any thread] Errors: those of load_entry(), check_entry(),
/// LocalInstance::open(), RunnerInstance::open().
Result<std::shared_ptr<Instance>> open_instance(const Opening& opening, PluginLog log, Random& random);

}  // namespace herald::plugins

#include "host/plugins/open_instance.hpp"

#include <utility>

#include "host/plugins/library.hpp"
#include "host/plugins/local_instance.hpp"

namespace herald::plugins {

Result<std::shared_ptr<Instance>> open_instance(const Opening& opening, PluginLog log, Random& random) {
  if (opening.placement == Placement::Runner)
    return RunnerInstance::open(
        {.settings = opening.runner, .staged = opening.staged, .log = std::move(log), .random = random});
  const auto entry = load_entry(opening.staged);
  if (!entry) return entry.error();
  auto checked = check_entry(*entry, opening.note);
  if (!checked) return checked.error();
  return LocalInstance::open(*entry, opening.manifest, std::move(log), random);
}

}  // namespace herald::plugins

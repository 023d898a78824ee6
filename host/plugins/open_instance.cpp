#include "host/plugins/open_instance.hpp"

#include <utility>

#include "host/plugins/blame.hpp"
#include "host/plugins/blamed_instance.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/local_instance.hpp"

namespace herald::plugins {

Result<std::shared_ptr<Instance>> open_instance(const Opening& opening, PluginLog log, Random& random) {
  if (opening.placement == Placement::Runner)
    return RunnerInstance::open(
        {.settings = opening.runner, .staged = opening.staged, .log = std::move(log), .random = random});
  std::string suspect = suspicion(opening.manifest.id, opening.staged.stem().string());
  const Blame blame{suspect, "load"};
  const auto entry = load_entry(opening.staged);
  if (!entry) return entry.error();
  auto checked = check_entry(*entry, opening.note);
  if (!checked) return checked.error();
  auto instance = LocalInstance::open(*entry, opening.manifest, std::move(log), random);
  if (!instance) return instance.error();
  return std::shared_ptr<Instance>{
      std::make_shared<BlamedInstance>(*std::move(instance), std::move(suspect))};
}

}  // namespace herald::plugins

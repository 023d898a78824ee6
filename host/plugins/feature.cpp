#include "host/plugins/feature.hpp"

#include <algorithm>
#include <utility>

#include "host/json/document.hpp"
#include "host/plugins/blame.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/local_feature.hpp"
#include "host/plugins/refusal.hpp"
#include "host/plugins/runner_feature.hpp"

namespace herald::plugins {
namespace {

constexpr std::chrono::milliseconds kRestart{5'000};  ///< between the end of a call and of its lane

LaneLimits of_routes(LaneLimits limits) {
  limits.longest_job = std::max(limits.longest_job, kLongestRoute);
  return limits;
}

Result<Feature::Instances> in_process(const Opening& opening, const PluginLog& log, Random& random) {
  const std::string suspect = suspicion(opening.manifest.id, opening.staged.stem().string());
  const Blame blame{suspect, "load"};
  const auto entry = load_entry(opening.staged);
  if (!entry) return entry.error();
  if (auto checked = check_entry(*entry, opening.note); !checked) return std::move(checked).error();
  auto routes = LocalFeature::open(*entry, suspect, log, random);
  if (!routes) return std::move(routes).error();
  auto filters = LocalFeature::open(*entry, suspect, log, random);
  if (!filters) return std::move(filters).error();
  return Feature::Instances{*std::move(routes), *std::move(filters)};
}

/// Two processes, as there are two lanes.
Result<Feature::Instances> confined(const Opening& opening, const PluginLog& log, Random& random) {
  RunnerSettings patient = opening.runner;
  patient.longest_call = std::max(patient.longest_call, kLongestRoute - kRestart);
  auto routes = RunnerFeature::open({patient, opening.staged, log, random});
  if (!routes) return std::move(routes).error();
  auto filters = RunnerFeature::open({opening.runner, opening.staged, log, random});
  if (!filters) return std::move(filters).error();
  return Feature::Instances{*std::move(routes), *std::move(filters)};
}

}  // namespace

Feature::Feature(const Manifest& manifest, std::string descriptor, Instances instances, LaneLimits limits)
    : descriptor_{std::move(descriptor)},
      instances_{std::move(instances)},
      routes_{std::make_shared<Lane>(manifest.id, of_routes(limits))},
      filters_{std::make_shared<Lane>(manifest.id + " filters", limits)} {}

Feature::~Feature() {
  routes_->close();
  filters_->close();
}

void Feature::run(FeatureCall call, Tick deadline, ReplyDone done) {
  routes_->submit([instance = instances_.routes, call = std::move(call)] { return instance->run(call); },
                  deadline, std::move(done));
}

void Feature::filter(FeatureCall call, Tick deadline, ReplyDone done) {
  filters_->submit([instance = instances_.filters, call = std::move(call)] { return instance->filter(call); },
                   deadline, std::move(done));
}

Result<std::shared_ptr<Feature>> open_feature(const Opening& opening, LaneLimits limits, const PluginLog& log,
                                              Random& random) {
  auto instances = opening.placement == Placement::Runner ? confined(opening, log, random)
                                                          : in_process(opening, log, random);
  if (!instances) return std::move(instances).error();
  auto descriptor = instances->routes->descriptor();
  if (!descriptor) return std::move(descriptor).error();
  const auto read = json::parse(*descriptor);
  if (!read || read->kind() != json::Kind::Object)
    return refusal("bad_descriptor", "a JSON object", read ? "other JSON" : read.error().detail);
  return std::make_shared<Feature>(opening.manifest, *std::move(descriptor), *std::move(instances), limits);
}

}  // namespace herald::plugins

#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "host/plugins/feature_instance.hpp"
#include "host/plugins/lane.hpp"
#include "host/plugins/open_instance.hpp"

namespace herald::plugins {

/// What a lane of routes may take, since the database may be slow while it reads.
inline constexpr std::chrono::milliseconds kLongestRoute{30'000};

/// An active feature plugin: one instance and lane for routes, which may read records, and one of each for
/// filters, which never wait for the database. Calls are queued and answered as those of Provider.
/// [any thread]
class Feature final {
 public:
  struct Instances {
    std::shared_ptr<FeatureInstance> routes{};   // with the jobs in its lane
    std::shared_ptr<FeatureInstance> filters{};  // with the jobs in its lane
  };
  Feature(const Manifest& manifest, std::string descriptor, Instances instances, LaneLimits limits);
  Feature(const Feature&) = delete;
  Feature& operator=(const Feature&) = delete;
  /// Closes the lanes; an instance is closed when its last running job is back.
  ~Feature();

  /// JSON text, the same for the life of the feature.
  [[nodiscard]] const std::string& descriptor() const { return descriptor_; }
  void run(FeatureCall call, Tick deadline, ReplyDone done);
  void filter(FeatureCall call, Tick deadline, ReplyDone done);

  /// For host/app, which gives each a thread. Shared with those threads.
  [[nodiscard]] const std::shared_ptr<Lane>& routes() const { return routes_; }
  [[nodiscard]] const std::shared_ptr<Lane>& filters() const { return filters_; }

 private:
  std::string descriptor_;
  Instances instances_;
  std::shared_ptr<Lane> routes_;   // with its thread
  std::shared_ptr<Lane> filters_;  // with its thread
};

/// Opens both instances where the placement says and reads the descriptor. `random` outlives them. Errors:
/// those of load_entry(), check_entry(), LocalFeature::open(), RunnerFeature::open();
/// Invalid/"bad_descriptor". [any thread]
Result<std::shared_ptr<Feature>> open_feature(const Opening& opening, LaneLimits limits, const PluginLog& log,
                                              Random& random);

}  // namespace herald::plugins

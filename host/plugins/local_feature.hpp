#pragma once
#include <memory>
#include <string>

#include "host/plugins/feature_instance.hpp"
#include "host/plugins/host_side.hpp"

namespace herald::plugins {

/// A feature plugin whose code runs in this process. [one thread at a time]
class LocalFeature final : public FeatureInstance {
 public:
  /// Opens `entry` (checked before; static). `random` outlives the instance. Shared with the jobs in its
  /// lane. Errors: Invalid/"missing_interface", "bad_entry"; those of guarded().
  /// `suspicion` is blamed when the process crashes in the plugin (blame.hpp).
  static Result<std::shared_ptr<LocalFeature>> open(const herald_entry* entry, std::string suspicion,
                                                    PluginLog log, Random& random);
  LocalFeature(const LocalFeature&) = delete;
  LocalFeature& operator=(const LocalFeature&) = delete;
  ~LocalFeature() override;

  Result<std::string> descriptor() override;
  Result<Reply> run(const FeatureCall& call) override;
  Result<Reply> filter(const FeatureCall& call) override;

 private:
  struct Key {};  // open() alone makes one

 public:
  LocalFeature(Key, const herald_entry* entry, std::string suspicion, PluginLog log, Random& random);

 private:
  Result<Done> find_interface();

  const herald_entry* entry_;
  const std::string suspicion_;
  HostSide host_;
  Random& random_;
  herald_instance* instance_{nullptr};
  const herald_feature* table_{nullptr};
};

}  // namespace herald::plugins

#pragma once
#include <memory>
#include <string>

#include "host/plugins/feature_instance.hpp"
#include "host/plugins/runner_link.hpp"

namespace herald::plugins {

/// A feature plugin whose code runs in a confined process; what it reads of records goes through the link.
/// Errors of calls: RunnerLink's, but Internal/"plugin_overdue" and "plugin_crashed", since they are faults
/// of the call and not of the machine. [one thread at a time]
class RunnerFeature final : public FeatureInstance {
 public:
  /// Errors: those of RunnerLink::open().
  static Result<std::shared_ptr<FeatureInstance>> open(RunnerParts parts);
  explicit RunnerFeature(RunnerParts parts) : link_{std::move(parts)} {}

  Result<std::string> descriptor() override;
  Result<Reply> run(const FeatureCall& call) override;
  Result<Reply> filter(const FeatureCall& call) override;

 private:
  RunnerLink link_;
};

}  // namespace herald::plugins

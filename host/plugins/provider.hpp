#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/plugins/feature.hpp"
#include "host/plugins/instance.hpp"
#include "host/plugins/lane.hpp"

namespace herald::plugins {

/// An active plugin, in general one of a provider. Calls are queued in its lane and answered through `done`,
/// which runs on the lane's thread (or on the caller's, when refused at once) and must not block. [any
/// thread] Errors of calls: Lane::submit()'s, guarded()'s, Internal/"plugin_overflow".
class Provider {
 public:
  using Problems = std::vector<Problem>;
  using ProblemsDone = std::function<void(Result<Problems>)>;

  Provider(Manifest manifest, Portrait portrait, std::shared_ptr<Instance> instance, LaneLimits limits);
  /// A feature plugin, which lives like a provider but is never asked to plan.
  Provider(Manifest manifest, std::shared_ptr<Feature> feature);
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;
  /// Closes the lane; the instance is closed when the last running job is back.
  ~Provider();

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] const std::string& id() const { return manifest_.provider; }
  /// JSON texts (sdk/README.md), the same for the life of the provider.
  [[nodiscard]] const std::string& descriptor() const { return portrait_.descriptor; }
  [[nodiscard]] const std::string& config_schema() const { return portrait_.config_schema; }
  /// Whether the account given to `op` may hold its secrets.
  [[nodiscard]] bool takes_secrets(std::string_view op) const;

  /// What is wrong with an account; empty when nothing is. Further error: Internal/"bad_problems".
  void validate_config(std::string account, Tick deadline, ProblemsDone done);
  void plan(ProviderCall call, Tick deadline, ReplyDone done);
  void on_response(ProviderCall call, ProviderResponse response, Tick deadline, ReplyDone done);
  /// Whether the plugin offers the stream tier.
  [[nodiscard]] bool streams() const;
  void start(ProviderCall call, Tick deadline, ReplyDone done);
  void feed(ProviderCall call, StreamHappening event, Tick deadline, ReplyDone done);

  /// For host/app, which gives it a thread and calls watch(). Shared with that thread, which may be lost in a
  /// job.
  [[nodiscard]] const std::shared_ptr<Lane>& lane() const { return lane_; }
  /// That one, and the others of a feature.
  [[nodiscard]] std::vector<std::shared_ptr<Lane>> lanes() const;
  /// Null for a provider. Hold the provider while using it.
  [[nodiscard]] Feature* feature() const { return feature_.get(); }
  /// A job has not come back.
  [[nodiscard]] bool abandoned() const;

 private:
  Manifest manifest_;
  Portrait portrait_;
  std::shared_ptr<Instance> instance_;  // with the jobs in the lane
  std::shared_ptr<Feature> feature_{};  // with nobody else
  std::shared_ptr<Lane> lane_;          // with the lane's thread
};

}  // namespace herald::plugins

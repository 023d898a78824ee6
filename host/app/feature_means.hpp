#pragma once
#include <memory>

#include "host/app/feature_hall.hpp"
#include "host/app/store.hpp"
#include "host/app/threads.hpp"
#include "host/features/command_runner.hpp"
#include "host/features/desk.hpp"
#include "host/features/event_pump.hpp"
#include "host/features/filters.hpp"
#include "host/features/job_runner.hpp"
#include "host/features/policy_desk.hpp"

namespace herald::app {

/// What feature plugins add to the node, with the threads that serve them. Owned by the node. [one thread]
class FeatureMeans {
 public:
  /// What it is built on; all outlive it.
  struct Ground {
    plugins::Catalog& catalog;
    Store& store;
    const Clock& clock;
    Random& random;
    telemetry::Log& log;
    const PathGrants& grants;
  };
  explicit FeatureMeans(Ground ground);
  [[nodiscard]] FeatureHall& hall() { return hall_; }
  [[nodiscard]] features::Desk& desk() { return desk_; }
  [[nodiscard]] domain::SendFilters& filters() { return filters_; }
  [[nodiscard]] domain::SendPolicy& policy() { return policy_; }
  /// Before the first message is accepted, while the writer runs: subscribers hear of everything from here
  /// on.
  void start();
  /// When messages may be accepted and plugins called; `entrance` outlives stop().
  void start_consequences(domain::Entrance& entrance);
  /// Before the dispatcher stops.
  void stop_consequences();
  /// After the last delivery has been seen through.
  void stop();

 private:
  const Clock& clock_;
  Store& store_;
  telemetry::Log& log_;
  FeatureHall hall_;
  features::Desk desk_;
  features::Filters filters_;
  features::PolicyDesk policy_;
  features::EventPump events_;
  features::JobRunner jobs_;
  std::unique_ptr<features::CommandRunner> commands_;
  std::unique_ptr<Loop> policy_loop_;
  std::unique_ptr<Loop> commands_loop_;
  std::unique_ptr<Loop> events_loop_;
  std::unique_ptr<Loop> jobs_loop_;
};

}  // namespace herald::app

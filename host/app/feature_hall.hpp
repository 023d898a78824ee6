#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/policy.hpp"
#include "host/domain/record_ports.hpp"
#include "host/features/plugins.hpp"
#include "host/plugins/catalog.hpp"

namespace herald::app {

/// Prefixes of paths that plugins may serve beyond their own corner, by plugin id. [value]
using PathGrants = std::multimap<std::string, std::string, std::less<>>;

/// Whether the host can carry a feature plugin: its descriptor is usable, and then its tables are made and
/// its policy filters remembered. For CatalogSettings.accept. Slow. [any thread] Errors:
/// Invalid/"bad_descriptor"; those of CollectionTables.
Result<Done> admit_feature(const plugins::Provider& plugin, const PathGrants& grants,
                           domain::CollectionTables& tables, domain::PolicyGuards& guards);

/// The feature plugins that serve, as host/features calls them. [any thread]
class FeatureHall final : public features::Plugins {
 public:
  /// All outlive this.
  FeatureHall(plugins::Catalog& catalog, const Clock& clock, const PathGrants& grants,
              domain::PolicyGuards& guards)
      : catalog_{catalog}, clock_{clock}, grants_{grants}, guards_{guards} {}
  /// Looks which generations serve now; true when they are others than before.
  bool refresh();
  /// The same for who does not serve routes: the next refresh() still answers true. For what an operator
  /// does.
  void look();
  std::vector<std::shared_ptr<const features::Sheet>> sheets() override;
  Result<std::string> route(features::Task task) override;
  Result<std::string> filter(features::Task task) override;
  void ask(features::Task task, Answer done) override;
  void run(features::Task task, Answer done) override;
  std::shared_ptr<const features::Roster> roster() override;

 private:
  enum class Side : std::uint8_t { Routes, Filters };
  void submit(features::Task task, Side side, Answer done);
  Result<std::string> call(features::Task task, Side side);
  Result<std::string> text_of(unsigned generation, const std::string& plugin, Result<plugins::Reply> reply);
  using Sheets = std::vector<std::shared_ptr<const features::Sheet>>;  // with requests under way
  bool look(bool guards_too);
  Sheets serving(const Sheets& before);
  Sheets absent(const features::Roster& before, const Sheets& serving, Tick now);
  plugins::Catalog& catalog_;
  const Clock& clock_;
  const PathGrants& grants_;
  domain::PolicyGuards& guards_;
  std::atomic<bool> changed_{false};
  std::mutex looking_;  // one look at a time
  Tick next_guards_{};  ///< when the guards are read again; of looking_
  std::mutex mutex_;    // roster_
  std::shared_ptr<const features::Roster> roster_{std::make_shared<features::Roster>()};  // with who reads it
};

}  // namespace herald::app

#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/record_ports.hpp"
#include "host/features/plugins.hpp"
#include "host/plugins/catalog.hpp"

namespace herald::app {

/// Prefixes of paths that plugins may serve beyond their own corner, by plugin id. [value]
using PathGrants = std::multimap<std::string, std::string, std::less<>>;

/// Whether the host can carry a feature plugin: its descriptor is usable, and then its tables are made. For
/// CatalogSettings.accept. Slow. [any thread] Errors: Invalid/"bad_descriptor"; those of CollectionTables.
Result<Done> admit_feature(const plugins::Provider& plugin, const PathGrants& grants,
                           domain::CollectionTables& tables);

/// The feature plugins that serve, as host/features calls them. [any thread]
class FeatureHall final : public features::Plugins {
 public:
  /// All outlive this.
  FeatureHall(plugins::Catalog& catalog, const Clock& clock, const PathGrants& grants)
      : catalog_{catalog}, clock_{clock}, grants_{grants} {}
  /// Looks which generations serve now; true when they are others than before.
  bool refresh();
  std::vector<std::shared_ptr<const features::Sheet>> sheets() override;
  Result<std::string> route(features::Task task) override;
  Result<std::string> filter(features::Task task) override;

 private:
  enum class Side : std::uint8_t { Routes, Filters };
  Result<std::string> call(features::Task task, Side side);
  plugins::Catalog& catalog_;
  const Clock& clock_;
  const PathGrants& grants_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<const features::Sheet>> sheets_;  // with requests under way
};

}  // namespace herald::app

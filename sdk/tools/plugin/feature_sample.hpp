#pragma once
#include <herald/testing/feature.hpp>

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace herald::kit {

using sdk::testing::FeatureStep;

inline constexpr const char* kSampleNow = "2026-11-27T12:00:00.000Z";
inline constexpr const char* kSampleTenant = "0192f0c4-0000-7000-8000-0000000000e1";
inline constexpr const char* kOtherTenant = "0192f0c4-0000-7000-8000-0000000000e2";
/// In every text of the other tenant's records.
inline constexpr const char* kOtherText = "canary-7f1c";

/// Calls that the host might make of a plugin with such a descriptor, and the records that they may find.
/// [value]
struct FeatureSample {
  std::unique_ptr<nlohmann::json> descriptor{};  ///< an object, bound tables with their fields
  sdk::testing::Records records;
  std::vector<FeatureStep> calls{};  ///< of all kinds, each conforming to the schemas

  [[nodiscard]] std::vector<FeatureStep> of(const std::string& op) const;
  /// The part of the descriptor that a call is about: a route, filter or job; null for events.
  [[nodiscard]] nlohmann::json subject_of(const FeatureStep& step) const;
  [[nodiscard]] nlohmann::json schemas() const;
};
FeatureSample sample_feature(const nlohmann::json& descriptor);

/// The names in a path, without braces.
std::vector<std::string> path_names(const std::string& path);

}  // namespace herald::kit

#pragma once
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/daemon.hpp"
#include "tests/support/far_side.hpp"

namespace herald::test {

/// A tenant with real objects of every kind that the API has ids of. [one thread]
class TenantObjects {
 public:
  TenantObjects(const Daemon& daemon, const FarSide& sandbox, const std::string& name);

  [[nodiscard]] const std::string& tenant() const { return tenant_; }
  /// The text of a new key of this tenant with these scopes.
  std::string key(const nlohmann::json& scopes);
  /// The id of a new object that nothing happens to any more; empty for a kind that has no maker yet.
  std::string make(const std::string& kind);
  /// A body of that schema that is accepted for this tenant; null for a schema that has no sample yet.
  nlohmann::json body(const std::string& schema);
  /// A value for a parameter of the path that is no id; empty for a schema that has no sample yet.
  static std::string plain(const std::string& schema);

 private:
  std::string create(const std::string& path, const nlohmann::json& body);
  /// A callback that was applied, with its elements: one per tenant, so that its ids belong together.
  const nlohmann::json& webhook();
  const Daemon& daemon_;
  const FarSide& sandbox_;
  std::string tenant_;
  std::string key_;
  std::string channel_;
  nlohmann::json webhook_{};
};

}  // namespace herald::test

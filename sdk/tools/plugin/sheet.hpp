#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "sdk/tools/plugin/sheet_members.hpp"

namespace herald::kit {

/// What the operator of a host would grant beyond the plugin's own corner. [value]
struct Grants {
  std::vector<std::string> needed{};    ///< shared libraries (--allow-needed)
  std::vector<std::string> prefixes{};  ///< of paths (--allow-prefix), as the setting plugins.prefixes
};

/// Everything that the host would refuse in a descriptor (sdk/FEATURES.md), and what it would only notice
/// when a route is called. `id` is the plugin's. [any thread]
Flaws sheet_flaws(const nlohmann::json& descriptor, const std::string& id, const Grants& grants);

/// The descriptor with the fields of bound tables in place of `bind`, so that records can be kept in memory.
nlohmann::json with_bound_fields(const nlohmann::json& descriptor);

/// The last step of a plugin's id, as it stands in tables and paths.
std::string short_name(const std::string& id);

/// Flaws of collections, pointers below /collections.
void collection_flaws(const nlohmann::json& list, const std::string& id, Flaws& flaws);

}  // namespace herald::kit

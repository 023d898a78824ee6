#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace herald::kit {

/// Whether the host has a schema of that name, which a descriptor may refer to and may not redefine.
bool host_has_schema(const std::string& name);

/// Keywords and references that the host does not take. `all` are the descriptor's schemas by name.
std::vector<std::string> schema_flaws(const nlohmann::json& schema, const std::string& at,
                                      const nlohmann::json& all);

/// Why a value does not conform; empty when it does. The host's own schemas take anything here.
std::vector<std::string> misfits(const nlohmann::json& schema, const nlohmann::json& all,
                                 const nlohmann::json& value, const std::string& at = {});

/// Of an object: the required members, or all of them with texts and arrays as long as they may be.
enum class Extent : std::uint8_t { Least, Full, Longest };
/// A value that conforms, as far as one can be made up.
nlohmann::json made_up_value(const nlohmann::json& schema, const nlohmann::json& all, Extent extent);

}  // namespace herald::kit

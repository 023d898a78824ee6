#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace herald::kit {

/// Whether a value has a type of JSON Schema. [any thread]
bool is_type(const nlohmann::json& value, const std::string& type);

/// What is wrong with a JSON Schema by the rules of sdk/README.md: unknown keywords, wrong types. [any
/// thread]
std::vector<std::string> schema_problems(const nlohmann::json& schema, const std::string& at = "");

/// JSON pointers at which a value breaks a sound schema, with the keyword: "/region: required". [any thread]
std::vector<std::string> violations(const nlohmann::json& schema, const nlohmann::json& value,
                                    const std::string& at = "");

}  // namespace herald::kit

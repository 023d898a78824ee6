#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace herald::templates {

/// The answers of routes that write. `input` is the route's, `record` the template as it stands. All return
/// what the host commits, or a problem.
std::string create_template(const nlohmann::json& input);
std::string change_template(const nlohmann::json& input, const nlohmann::json& record);
std::string delete_template(const nlohmann::json& input, const nlohmann::json& record);

/// The resource that the API shows of a record, without id, revision and times where those are not known yet.
nlohmann::json resource_of(const nlohmann::json& record);

}  // namespace herald::templates

#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "plugins/features/templates/variables.hpp"

namespace herald::templates {

/// {"problem":{"kind":…}} with every complaint. (sdk/FEATURES.md)
std::string problem(const std::string& kind, const std::string& reason, const std::string& detail,
                    const std::vector<Complaint>& complaints);
std::string unknown_template();
/// For texts of a request that cannot be taken.
std::string invalid(const std::vector<Complaint>& complaints);

/// The part of a record or body that makes the texts of a message.
struct Texts;
Texts texts_of(const nlohmann::json& record);
/// The declared names of a record's or body's `template_variables`, each a text or {"name":…}.
std::vector<std::string> declared_of(const nlohmann::json& record);

}  // namespace herald::templates

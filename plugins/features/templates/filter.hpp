#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/features/templates/render.hpp"

namespace herald::templates {

/// A template in the language that was chosen, filled in. [value]
struct Filled {
  std::string id{};
  std::int64_t version{0};
  std::string language{};
  std::string message_class{};
  Texts texts{};
};

/// Fills `record` in with the values of an object in JSON text; complaints have pointers below
/// /template_variables.
Filled fill(const nlohmann::json& record, std::string_view values, std::vector<Complaint>& complaints);

/// The variant of `record` for a language; itself when none is asked for or none fits.
const nlohmann::json& variant_of(const nlohmann::json& record, const nlohmann::json& variants,
                                 const std::string& language);

/// The render filter: {"message":…,"template":…,"variants":…} to {"message":{texts}} or a problem.
std::string render_message(std::string_view input);

}  // namespace herald::templates

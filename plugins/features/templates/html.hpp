#pragma once
#include <optional>
#include <string>

#include "plugins/features/templates/tokenizer.hpp"
#include "plugins/features/templates/variables.hpp"

namespace herald::templates {

/// Fills variables into HTML, each escaped for where it stands: text, attribute, URL, script, style. `values`
/// has all of them. Nothing when ctemplate cannot tell where a variable stands. [any thread]
std::optional<std::string> expand_html(const Tokens& tokens, const Values& values);

}  // namespace herald::templates

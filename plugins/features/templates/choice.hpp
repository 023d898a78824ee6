#pragma once
#include <optional>
#include <string>
#include <vector>

namespace herald::templates {

/// The place of the language that serves a wish best: itself, else with its last parts left out one by one
/// ("pt-BR" → "pt"); letters' case does not count. Nothing when none fits. [any thread]
std::optional<std::size_t> choose(const std::vector<std::string>& languages, const std::string& wanted);

}  // namespace herald::templates

#include "tests/support/sim/changes.hpp"

#include <nlohmann/json.hpp>

#include "tests/support/sim/change_kinds.hpp"

namespace herald::test::sim {

std::string shown(const std::string& text) {
  constexpr std::size_t kMost = 30;
  return text.size() <= kMost ? text
                              : text.substr(0, kMost) + "... (" + std::to_string(text.size()) + " bytes)";
}

std::vector<Change> changes_of(const RawRequest& good, std::span<const RawRequest> others) {
  std::vector<Change> changes;
  change_head(good, changes);
  if (nlohmann::json::accept(good.body))
    change_json(good, others, changes);
  else if (good.body.starts_with("--"))
    change_parts(good, others, changes);
  else
    change_form(good, others, changes);
  return changes;
}

}  // namespace herald::test::sim

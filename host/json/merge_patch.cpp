#include "host/json/merge_patch.hpp"

#include <nlohmann/json.hpp>

namespace herald::json {

Document merge_patch(const Document& target, const Document& patch) {
  nlohmann::json merged = target.tree();
  merged.merge_patch(patch.tree());
  return Document{std::make_shared<const nlohmann::json>(std::move(merged))};
}

}  // namespace herald::json

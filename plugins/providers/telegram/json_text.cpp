#include "plugins/providers/telegram/json_text.hpp"

#include <nlohmann/json.hpp>

namespace herald::telegram {

std::string id_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->dump() : std::string{};
}

}  // namespace herald::telegram

#include "plugins/providers/parts/medium.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::provider {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestType = 200;

}  // namespace

json asked_medium(const sdk::Call& call) { return object_at(object_of(call.input, "input"), "media"); }

sdk::Reply fetched(const json& medium, std::initializer_list<std::string> types, const std::string& sha256) {
  std::string type = "application/octet-stream";
  for (const std::string& one : types)
    if (!one.empty()) {
      type = cut(one, kLongestType);
      break;
    }
  json verdict{{"kind", "media"}, {"content_type", type}};
  if (const std::string name = text_at(medium, "name"); !name.empty()) verdict["name"] = name;
  if (!sha256.empty()) verdict["sha256"] = sha256;
  return reply_with(std::move(verdict));
}

}  // namespace herald::provider

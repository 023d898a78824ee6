#include "plugins/providers/smtp/json_text.hpp"

#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>

namespace herald::smtp {

using nlohmann::json;

json object_of(std::string_view text, std::string_view what) {
  json value = json::parse(text, nullptr, false);
  if (!value.is_object())
    throw sdk::Failure{std::string(what) + ": expected a JSON object, found something else"};
  return value;
}

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

const json& object_at(const json& object, const char* key) {
  static const json kEmpty = json::object();
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : kEmpty;
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace herald::smtp

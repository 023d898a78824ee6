#include "plugins/providers/parts/json_text.hpp"

#include <herald/sdk.hpp>
#include <herald/text.hpp>
#include <nlohmann/json.hpp>

namespace herald::provider {

using nlohmann::json;

json object_of(std::string_view text, std::string_view what) {
  json value = json::parse(text, nullptr, false);
  if (!value.is_object())
    throw sdk::Failure{std::string(what) + ": expected a JSON object, found something else"};
  return value;
}

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  return found->is_number() ? found->dump() : std::string{};
}

const json& object_at(const json& object, const char* key) {
  static const json kEmpty = json::object();
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : kEmpty;
}

std::optional<std::int64_t> integer_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<bool> choice_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_boolean()) return std::nullopt;
  return found->get<bool>();
}

std::vector<std::string> texts_at(const json& object, const char* key) {
  std::vector<std::string> out;
  if (const auto list = object.find(key); list != object.end() && list->is_array())
    for (const json& one : *list) out.push_back(one.is_string() ? one.get<std::string>() : "");
  return out;
}

std::string header_of(const json& headers, std::string_view name) {
  if (!headers.is_array()) return {};
  for (const json& pair : headers)
    if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string() &&
        sdk::same_name(pair[0].get_ref<const std::string&>(), name))
      return pair[1].get<std::string>();
  return {};
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace herald::provider

#include "sdk/tools/plugin/schema.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

namespace herald::kit {
namespace {

using nlohmann::json;

const json& keywords() {
  static const json all{{"type", "string"},
                        {"properties", "object"},
                        {"required", "array"},
                        {"additionalProperties", ""},
                        {"items", "object"},
                        {"enum", "array"},
                        {"const", ""},
                        {"pattern", "string"},
                        {"minimum", "number"},
                        {"maximum", "number"},
                        {"minLength", "number"},
                        {"maxLength", "number"},
                        {"minItems", "number"},
                        {"maxItems", "number"},
                        {"oneOf", "array"},
                        {"$ref", "string"},
                        {"secret", "boolean"},
                        {"title", "string"},
                        {"description", "string"},
                        {"default", ""},
                        {"examples", "array"},
                        {"$defs", "object"},
                        {"$schema", "string"},
                        {"format", "string"}};
  return all;
}

void keyword_problems(const std::string& key, const json& value, const std::string& at,
                      std::vector<std::string>& out) {
  if (!keywords().contains(key)) {
    out.push_back(at + ": unknown keyword " + key);
    return;
  }
  const std::string wanted = keywords()[key];
  if (!wanted.empty() && !is_type(value, wanted)) out.push_back(at + "/" + key + ": expected " + wanted);
  if (key == "pattern" && value.is_string()) try {
      const std::regex read{value.get<std::string>()};
    } catch (const std::regex_error&) {
      out.push_back(at + "/pattern: expected a regular expression");
    }
}

void add(std::vector<std::string>& out, std::vector<std::string> more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void object_violations(const json& schema, const json& value, const std::string& at,
                       std::vector<std::string>& out) {
  const json properties = schema.value("properties", json::object());
  for (const auto& key : schema.value("required", json::array()))
    if (key.is_string() && !value.contains(key.get<std::string>()))
      out.push_back(at + "/" + key.get<std::string>() + ": required");
  for (const auto& [key, one] : value.items())
    if (properties.contains(key))
      add(out, violations(properties[key], one, at + "/" + key));
    else if (schema.value("additionalProperties", json{}) == false)
      out.push_back(at + "/" + key + ": not allowed");
}

std::size_t code_points(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

void text_violations(const json& schema, const json& value, const std::string& at,
                     std::vector<std::string>& out) {
  const auto text = value.get<std::string>();
  const std::size_t size = code_points(text);
  if (size < schema.value("minLength", std::size_t{0})) out.push_back(at + ": minLength");
  if (schema.contains("maxLength") && size > schema["maxLength"].get<std::size_t>())
    out.push_back(at + ": maxLength");
  if (schema.contains("pattern") &&
      !std::regex_search(text, std::regex{schema["pattern"].get<std::string>()}))
    out.push_back(at + ": pattern");
}

}  // namespace

bool is_type(const json& value, const std::string& type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  return type == "null" && value.is_null();
}

std::vector<std::string> schema_problems(const json& schema, const std::string& at) {
  if (!schema.is_object()) return {at + ": expected a schema object"};
  std::vector<std::string> out;
  for (const auto& [key, value] : schema.items()) keyword_problems(key, value, at, out);
  if (schema.contains("type") && schema["type"].is_string()) {
    const json types{"string", "integer", "number", "boolean", "object", "array", "null"};
    if (std::ranges::find(types, schema["type"]) == types.end())
      out.push_back(at + "/type: " + schema["type"].dump());
  }
  const json properties = schema.value("properties", json::object());
  if (properties.is_object())
    for (const auto& [key, one] : properties.items())
      add(out, schema_problems(one, at + "/properties/" + key));
  for (const auto& key : schema.value("required", json::array()))
    if (!key.is_string() || !properties.contains(key.get<std::string>()))
      out.push_back(at + "/required: " + key.dump() + " is no property");
  if (schema.contains("items")) add(out, schema_problems(schema["items"], at + "/items"));
  return out;
}

std::vector<std::string> violations(const json& schema, const json& value, const std::string& at) {
  std::vector<std::string> out;
  if (!schema.is_object()) return out;
  if (schema.contains("type") && !is_type(value, schema["type"])) return {at + ": type"};
  if (schema.contains("const") && value != schema["const"]) out.push_back(at + ": const");
  if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end())
    out.push_back(at + ": enum");
  if (value.is_number() && schema.contains("minimum") && value < schema["minimum"])
    out.push_back(at + ": minimum");
  if (value.is_number() && schema.contains("maximum") && value > schema["maximum"])
    out.push_back(at + ": maximum");
  if (value.is_object()) object_violations(schema, value, at, out);
  if (value.is_string()) text_violations(schema, value, at, out);
  if (value.is_array() && schema.contains("items"))
    for (std::size_t i = 0; i < value.size(); ++i)
      add(out, violations(schema["items"], value[i], at + "/" + std::to_string(i)));
  return out;
}

}  // namespace herald::kit

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "host/json/schema.hpp"

namespace herald::json {
namespace {

using Names = std::vector<std::string>;

constexpr std::array<std::string_view, 16> kConstraints{
    "type",     "properties", "required",  "additionalProperties",
    "items",    "enum",       "const",     "pattern",
    "minimum",  "maximum",    "minLength", "maxLength",
    "minItems", "maxItems",   "oneOf",     "$ref"};
constexpr std::array<std::string_view, 8> kAnnotations{"title",  "description", "default", "examples",
                                                       "format", "secret",      "$defs",   "$schema"};

bool listed(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void inspect(const Document& schema, const std::string& pointer, Names& out);

/// `properties` and `$defs`: names are free, values are schemas.
void inspect_members(const Document& map, const std::string& pointer, Names& out) {
  if (map.kind() != Kind::Object) out.push_back(pointer + ": expected an object of schemas");
  for (const std::string& name : map.names())
    inspect(map.member(name).value_or(Document{}), pointer + pointer_step(name), out);
}

void inspect_list(const Document& list, const std::string& pointer, Names& out) {
  const auto elements = list.elements();
  if (elements.empty()) out.push_back(pointer + ": expected an array of schemas");
  for (std::size_t i = 0; i < elements.size(); ++i)
    inspect(elements[i], pointer + "/" + std::to_string(i), out);
}

/// Elsewhere a reference could reach into values that were never checked as a schema.
bool good_reference(std::string_view reference) {
  constexpr std::string_view kStart = "#/$defs/";
  return reference == "#" || (reference.starts_with(kStart) && reference.size() > kStart.size() &&
                              reference.find('/', kStart.size()) == std::string_view::npos);
}

/// valijson reads "2" as 2 and skips some values of the wrong kind: neither means what it says.
std::optional<Kind> kind_of_value(std::string_view name) {
  if (name == "pattern" || name == "$ref") return Kind::Text;
  if (name == "required" || name == "enum") return Kind::Array;
  return name.starts_with("min") || name.starts_with("max") ? std::optional{Kind::Number} : std::nullopt;
}

void inspect_keyword(std::string_view name, const Document& value, const std::string& pointer, Names& out) {
  if (name == "properties" || name == "$defs") return inspect_members(value, pointer, out);
  if (name == "oneOf") return inspect_list(value, pointer, out);
  if (name == "items") return inspect(value, pointer, out);
  if (name == "additionalProperties" && value.kind() != Kind::Boolean) return inspect(value, pointer, out);
  if (const auto kind = kind_of_value(name); kind && value.kind() != *kind) {
    out.push_back(pointer + ": expected " + std::string{to_text(*kind)});
    return;
  }
  if (name == "$ref" && !good_reference(value.text().value_or("")))
    out.push_back(pointer + ": expected # or #/$defs/<name>");
  if (name == "type" && value.kind() != Kind::Text && value.kind() != Kind::Array) {
    out.push_back(pointer + ": expected a type name or a list of them");
  }
}

void inspect(const Document& schema, const std::string& pointer, Names& out) {
  if (schema.kind() != Kind::Object) {
    out.push_back(pointer + ": expected a schema object, found " + std::string{to_text(schema.kind())});
    return;
  }
  const bool reference = schema.member("$ref").has_value();
  for (const std::string& name : schema.names()) {
    const std::string where = pointer + pointer_step(name);
    if (listed(kConstraints, name)) {
      if (reference && name != "$ref") out.push_back(where + ": is ignored beside $ref");
      inspect_keyword(name, schema.member(name).value_or(Document{}), where, out);
    } else if (name == "$defs") {
      inspect_keyword(name, schema.member(name).value_or(Document{}), where, out);
    } else if (!listed(kAnnotations, name)) {
      out.push_back(where + ": keyword is not supported");
    }
  }
}

}  // namespace

std::vector<std::string> unsupported_keywords(std::string_view schema_text) {
  const auto schema = parse(schema_text);
  if (!schema) return {schema.error().detail};
  Names out;
  inspect(*schema, "", out);
  return out;
}

std::vector<std::string> secret_fields(std::string_view schema_text) {
  Names out;
  const auto schema = parse(schema_text);
  if (!schema) return out;
  const Document properties = schema->member("properties").value_or(Document{});
  for (const std::string& name : properties.names()) {
    const auto mark = properties.member(name).value_or(Document{}).member("secret");
    if (mark && mark->boolean().value_or(false)) out.push_back(name);
  }
  return out;
}

}  // namespace herald::json

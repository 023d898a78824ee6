// JSON Schemas of routes: the keywords that the host reads, and values that conform.
#include "sdk/tools/plugin/feature_schema.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/schema.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

const Lines kHostSchemas{"AddressKind",
                         "ApiKey",
                         "ApiKeyDraft",
                         "ApiKeyId",
                         "ApiKeyList",
                         "Attachment",
                         "Attempt",
                         "CallerReference",
                         "Channel",
                         "ChannelDraft",
                         "ChannelId",
                         "ChannelList",
                         "ChannelPatch",
                         "ChannelReport",
                         "ChannelType",
                         "ChannelWebhook",
                         "ContactId",
                         "Cursor",
                         "ElementId",
                         "Exchange",
                         "ExchangeList",
                         "ExchangeSide",
                         "ExchangeSummary",
                         "Cost",
                         "Failure",
                         "Media",
                         "MediaId",
                         "MediaLink",
                         "MediaList",
                         "Message",
                         "MessageEstimate",
                         "MessageExplanation",
                         "MessageId",
                         "MessageList",
                         "MessageStatus",
                         "Preference",
                         "PreferencePatch",
                         "Probe",
                         "Problem",
                         "Provider",
                         "ResendMessage",
                         "SecretState",
                         "SendMessage",
                         "Session",
                         "SessionId",
                         "SessionList",
                         "SessionPatch",
                         "SessionReading",
                         "SessionStatus",
                         "Suppression",
                         "SuppressionDraft",
                         "SuppressionId",
                         "SuppressionList",
                         "SuppressionReason",
                         "TemplateId",
                         "Time",
                         "User",
                         "UserChange",
                         "UserDraft",
                         "UserId",
                         "UserList",
                         "Webhook",
                         "WebhookId",
                         "WebhookList",
                         "WebhookReplayed",
                         "WebhookStatus",
                         "YesOrNo"};
const Lines kConstraints{"type",     "properties", "required",  "additionalProperties",
                         "items",    "enum",       "const",     "pattern",
                         "minimum",  "maximum",    "minLength", "maxLength",
                         "minItems", "maxItems",   "oneOf",     "$ref"};
const Lines kAnnotations{"title", "description", "default", "examples", "format", "secret", "$schema"};
constexpr std::string_view kReference = "#/$defs/";
constexpr int kDeepestSchema = 12;

bool lists_word(const Lines& words, const std::string& one) {
  return std::ranges::find(words, one) != words.end();
}

/// The schema that a reference names; null for the host's own, which are not known here.
json resolved(const json& schema, const json& all) {
  if (!schema.is_object() || !schema.contains("$ref") || !schema["$ref"].is_string()) return schema;
  const auto name = schema["$ref"].get<std::string>();
  if (!name.starts_with(kReference)) return nullptr;
  return all.is_object() ? all.value(name.substr(kReference.size()), json{}) : json{};
}

void reference_flaws(const json& value, const std::string& at, const json& all, Lines& out) {
  const std::string name = value.is_string() ? value.get<std::string>() : "";
  if (name == "#") return;
  if (!name.starts_with(kReference) || name.find('/', kReference.size()) != std::string::npos)
    out.push_back(at + ": expected # or #/$defs/<name>");
  else if (!all.contains(name.substr(kReference.size())) && !host_has_schema(name.substr(kReference.size())))
    out.push_back(at + ": there is no schema " + name.substr(kReference.size()));
}

void more_flaws(Lines& out, Lines more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Flaws of one keyword's value.
void keyword_flaws(const std::string& name, const json& value, const std::string& at, const json& all,
                   Lines& out) {
  if (name == "properties") {
    if (!value.is_object()) return out.push_back(at + ": expected an object of schemas");
    for (const auto& [key, one] : value.items()) more_flaws(out, schema_flaws(one, at + "/" + key, all));
  } else if (name == "oneOf") {
    if (!value.is_array() || value.empty()) return out.push_back(at + ": expected an array of schemas");
    for (const json& one : value) more_flaws(out, schema_flaws(one, at, all));
  } else if (name == "items" || (name == "additionalProperties" && !value.is_boolean())) {
    more_flaws(out, schema_flaws(value, at, all));
  } else if (name == "$ref") {
    reference_flaws(value, at, all, out);
  } else if (name == "required" || name == "enum") {
    if (!value.is_array()) out.push_back(at + ": expected an array");
  } else if (name == "type") {
    static const Lines kTypes{"string", "integer", "number", "boolean", "object", "array", "null"};
    for (const json& one : value.is_array() ? value : json::array({value}))
      if (!one.is_string() || !lists_word(kTypes, one.get<std::string>()))
        out.push_back(at + ": expected a type name or a list of them");
  } else if (name == "pattern") {
    if (!value.is_string()) return out.push_back(at + ": expected a text");
    try {
      const std::regex read{value.get<std::string>()};
    } catch (const std::regex_error&) {
      out.push_back(at + ": expected a regular expression");
    }
  } else if ((name.starts_with("min") || name.starts_with("max")) && !value.is_number()) {
    out.push_back(at + ": expected a number");
  }
}

Lines types_of(const json& schema) {
  const json type = schema.value("type", json{});
  if (type.is_string()) return {type.get<std::string>()};
  Lines out;
  if (type.is_array())
    for (const json& one : type)
      if (one.is_string()) out.push_back(one.get<std::string>());
  return out;
}

std::size_t bound_of(const json& schema, const char* name, std::size_t otherwise) {
  const json bound = schema.value(name, json{});
  return bound.is_number_unsigned() ? bound.get<std::size_t>() : otherwise;
}

std::size_t size_in_characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool has_pattern(const json& schema, const std::string& text) {
  const json pattern = schema.value("pattern", json{});
  return !pattern.is_string() || std::regex_search(text, std::regex{pattern.get<std::string>()});
}

void scalar_misfits(const json& schema, const json& value, const std::string& at, Lines& out) {
  if (value.is_number()) {
    const json least = schema.value("minimum", json{}), most = schema.value("maximum", json{});
    if (least.is_number() && value < least) out.push_back(at + ": minimum");
    if (most.is_number() && value > most) out.push_back(at + ": maximum");
  }
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    const std::size_t size = size_in_characters(text);
    if (size < bound_of(schema, "minLength", 0)) out.push_back(at + ": minLength");
    if (size > bound_of(schema, "maxLength", SIZE_MAX)) out.push_back(at + ": maxLength");
    if (text.size() < 10'000 && !has_pattern(schema, text)) out.push_back(at + ": pattern");
  }
}

void nested_misfits(const json& schema, const json& all, const json& value, const std::string& at,
                    Lines& out) {
  if (value.is_array()) {
    if (value.size() < bound_of(schema, "minItems", 0)) out.push_back(at + ": minItems");
    if (value.size() > bound_of(schema, "maxItems", SIZE_MAX)) out.push_back(at + ": maxItems");
    if (schema.contains("items"))
      for (std::size_t i = 0; i < value.size(); ++i)
        more_flaws(out, misfits(schema["items"], all, value[i], at + "/" + std::to_string(i)));
  }
  if (!value.is_object()) return;
  const json properties = schema.value("properties", json::object());
  for (const json& key : schema.value("required", json::array()))
    if (key.is_string() && !value.contains(key.get<std::string>()))
      out.push_back(at + "/" + key.get<std::string>() + ": is required");
  const json others = schema.value("additionalProperties", json(true));
  for (const auto& [key, one] : value.items())
    if (properties.contains(key))
      more_flaws(out, misfits(properties[key], all, one, at + "/" + key));
    else if (others == false)
      out.push_back(at + "/" + key + ": is not a known field");
    else if (others.is_object())
      more_flaws(out, misfits(others, all, one, at + "/" + key));
}

json made_up_text(const json& schema, Extent extent) {
  for (const char* one :
       {"example", "en", "EXAMPLE", "1", "2026-01-31T09:30:00Z", "+447700900123", "ada@example.org",
        "01920000-0000-7000-8000-000000000001", "https://example.org/a"}) {
    std::string text = one;
    const std::size_t least = bound_of(schema, "minLength", 0),
                      most = bound_of(schema, "maxLength", SIZE_MAX);
    const bool free = !schema.contains("pattern") && !schema.contains("format");
    if (schema.value("format", json{}) == "date-time") text = "2026-01-31T09:30:00Z";
    if (schema.value("format", json{}) == "uuid") text = "01920000-0000-7000-8000-000000000001";
    if (free && text.size() < least) text.resize(least, 'x');
    if (free && text.size() > most) text.resize(most);
    if (free && extent == Extent::Longest) text.resize(std::min<std::size_t>(most, 100'000), 'x');
    if (text.size() >= least && text.size() <= most && has_pattern(schema, text)) return text;
  }
  return "example";
}

json made_up_at(const json& schema, const json& all, Extent extent, int depth);

json made_up_object(const json& schema, const json& all, Extent extent, int depth) {
  json out = json::object();
  const json properties = schema.value("properties", json::object());
  const json required = schema.value("required", json::array());
  for (const auto& [key, one] : properties.items())
    if (extent != Extent::Least || std::ranges::find(required, json(key)) != required.end())
      out[key] = made_up_at(one, all, extent, depth + 1);
  return out;
}

json made_up_at(const json& given, const json& all, Extent extent, int depth) {
  const json schema = resolved(given, all);
  if (!schema.is_object() || depth > kDeepestSchema) return "example";
  for (const char* name : {"const", "default"})
    if (schema.contains(name)) return schema[name];
  for (const char* name : {"enum", "examples"})
    if (schema.contains(name) && schema[name].is_array() && !schema[name].empty()) return schema[name][0];
  if (schema.contains("oneOf") && schema["oneOf"].is_array() && !schema["oneOf"].empty())
    return made_up_at(schema["oneOf"][0], all, extent, depth + 1);
  const Lines types = types_of(schema);
  const std::string type = types.empty() ? (schema.contains("properties") ? "object" : "string") : types[0];
  if (type == "integer" || type == "number") {
    const json least = schema.value("minimum", json(1)), most = schema.value("maximum", json{});
    return extent == Extent::Longest && most.is_number() ? most : least;
  }
  if (type == "boolean") return true;
  if (type == "null") return nullptr;
  if (type == "object") return made_up_object(schema, all, extent, depth);
  if (type == "string") return made_up_text(schema, extent);
  json out = json::array();
  const std::size_t items =
      std::max<std::size_t>(bound_of(schema, "minItems", 0), extent == Extent::Least ? 0 : 1);
  for (std::size_t i = 0; i < std::min<std::size_t>(items, 100); ++i)
    out.push_back(made_up_at(schema.value("items", json::object()), all, extent, depth + 1));
  return out;
}

}  // namespace

bool host_has_schema(const std::string& name) { return lists_word(kHostSchemas, name); }

Lines schema_flaws(const json& schema, const std::string& at, const json& all) {
  if (!schema.is_object()) return {at + ": expected a schema object"};
  Lines out;
  const std::string own = at.starts_with("/schemas/") ? at.substr(9) : "";
  if (!own.empty() && host_has_schema(own)) out.push_back(at + ": the host has a schema of this name");
  for (const auto& [name, value] : schema.items()) {
    const std::string where = at + "/" + name;
    if (lists_word(kConstraints, name)) {
      if (schema.contains("$ref") && name != "$ref") out.push_back(where + ": is ignored beside $ref");
      keyword_flaws(name, value, where, all, out);
    } else if (!lists_word(kAnnotations, name) && name != "$defs") {
      out.push_back(where + ": keyword is not supported");
    }
  }
  return out;
}

Lines misfits(const json& given, const json& all, const json& value, const std::string& at) {
  const json schema = resolved(given, all);
  Lines out;
  if (!schema.is_object()) return out;
  const Lines types = types_of(schema);
  if (!types.empty() && std::ranges::none_of(types, [&](auto& type) { return is_type(value, type); }))
    return {at + ": type"};
  if (schema.contains("const") && value != schema["const"]) out.push_back(at + ": const");
  const json choices = schema.value("enum", json{});
  if (choices.is_array() && std::ranges::find(choices, value) == choices.end()) out.push_back(at + ": enum");
  const json forms = schema.value("oneOf", json::array());
  const auto fitting =
      std::ranges::count_if(forms, [&](auto& one) { return misfits(one, all, value).empty(); });
  if (!forms.empty() && fitting != 1) out.push_back(at + ": oneOf");
  scalar_misfits(schema, value, at, out);
  nested_misfits(schema, all, value, at, out);
  return out;
}

json made_up_value(const json& schema, const json& all, Extent extent) {
  return made_up_at(schema, all, extent, 1);
}

}  // namespace herald::kit

// Collections of a descriptor: what can be made on both databases.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>

#include "sdk/tools/plugin/sheet.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;
using Need = Members::Need;

constexpr std::size_t kSheetMostFields = 30, kSheetMostIndexes = 8, kSheetMostCollections = 16;
constexpr std::int64_t kSheetLongestText = 256 * 1024, kSheetLongestIndexed = 255, kSheetLongestIndex = 700;

/// Columns of message_template that a plugin of ours may bind, as host/records has them.
constexpr const char* kMessageTemplate = R"({"fields":[
{"name":"parent_id","type":"text","longest":36},{"name":"template_name","type":"text","longest":128,"required":true},
{"name":"channel_type","type":"text","longest":16,"required":true},
{"name":"language","type":"text","longest":35,"required":true,"default":"en"},
{"name":"version","type":"integer","required":true,"default":1},
{"name":"message_type","type":"text","longest":12,"required":true,"default":"TEXT"},
{"name":"message_class","type":"text","longest":16,"required":true,"default":"transactional"},
{"name":"category","type":"text","longest":64,"required":true,"default":""},
{"name":"subject","type":"text","longest":998,"required":true,"default":""},
{"name":"template_body","type":"text","longest":262144,"required":true,"default":""},
{"name":"template_html","type":"text","longest":262144},
{"name":"template_variables","type":"json","longest":65536,"required":true,"default":[]},
{"name":"options","type":"json","longest":65536,"required":true,"default":{}},
{"name":"usage_count","type":"integer","required":true,"default":0},{"name":"last_used_at","type":"time"},
{"name":"is_active","type":"boolean","required":true,"default":true},
{"name":"missing_variables","type":"text","longest":8,"required":true,"default":"fail"},
{"name":"created_by","type":"text","longest":64,"required":true,"default":""},
{"name":"deleted_at","type":"time"},{"name":"live","type":"integer"}],"indexes":[
{"fields":["template_name","channel_type","language","live"],"unique":true},
{"fields":["parent_id","version"],"unique":true},{"fields":["channel_type"]},{"fields":["live"]}]})";

bool is_field_name(const std::string& name) {
  static const std::regex kName{"[a-z][a-z0-9_]{0,47}"};
  return std::regex_match(name, kName);
}

/// It becomes part of a statement that makes a table.
bool is_plain_default(const json& value, const std::string& type, std::int64_t longest) {
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  if (type == "json") return (value.is_array() || value.is_object()) && value.empty() && longest >= 2;
  static const std::regex kPlain{"[A-Za-z0-9 ._-]*"};
  return type == "text" && value.is_string() && std::ssize(value.get_ref<const std::string&>()) <= longest &&
         std::regex_match(value.get<std::string>(), kPlain);
}

struct FieldFacts {
  std::string name{}, type{};
  std::int64_t longest{};
};
using FieldList = std::vector<FieldFacts>;

FieldFacts read_field(Members& in, const FieldList& before) {
  static const std::vector<std::string> kTypes{"text", "integer", "boolean", "time", "json"};
  FieldFacts out;
  out.name = in.text("name", Need::Required, 1);
  if (!out.name.empty() && !is_field_name(out.name))
    in.complain("name", "1 to 48 of a-z 0-9 _, a letter first");
  for (const char* taken : {"id", "rev", "revision", "created_at", "updated_at", "tenant_id"})
    if (out.name == taken)
      in.complain("name", "a name of its own", out.name + " is a column that every record has");
  if (std::ranges::find(before, out.name, &FieldFacts::name) != before.end())
    in.complain("name", "a name that no other field has");
  out.type = in.one_of("type", Need::Required, kTypes);
  out.longest = in.integer("longest", Need::Optional, 1, kSheetLongestText, kSheetLongestIndexed);
  const bool required = in.boolean("required", Need::Optional);
  static_cast<void>(required);
  const json fallback = in.value("default", Need::Optional);
  if (!fallback.is_null() && !out.type.empty() && !is_plain_default(fallback, out.type, out.longest))
    in.complain("default",
                "a default that fits: a number, true, false, [], {} or a text of A-Z a-z 0-9 blank . _ -");
  return out;
}

void read_index(Members& in, const FieldList& fields) {
  in.boolean("unique", Need::Optional);
  const json names = in.value("fields", Need::Required);
  if (names.is_null()) return;
  if (!names.is_array() || names.empty()) return in.complain("fields", "at least one field");
  std::int64_t characters = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = names[i].is_string() ? names[i].get<std::string>() : "";
    const auto found = std::ranges::find(fields, name, &FieldFacts::name);
    if (found == fields.end()) {
      in.complain("fields", "fields of the collection", "there is no field " + names[i].dump());
      continue;
    }
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      in.complain("fields", "each field once", name + " twice");
    if (found->type == "json")
      in.complain("fields", "fields that have an order", "a field of type json cannot be indexed: " + name);
    if (found->type != "text") continue;
    if (found->longest > kSheetLongestIndexed)
      in.complain("fields", "texts of at most 255 characters in an index",
                  name + " of " + std::to_string(found->longest));
    characters += found->longest;
  }
  if (characters > kSheetLongestIndex)
    in.complain("fields", "at most 700 characters of text in one index", std::to_string(characters));
}

void read_collection(Members& in, const std::string& id, std::vector<std::string>& tables) {
  const std::string name = in.text("name", Need::Required, 1);
  if (!name.empty() && !is_field_name(name)) in.complain("name", "1 to 48 of a-z 0-9 _, a letter first");
  const std::string bind = in.text("bind", Need::Optional);
  const std::string corner = short_name(id);
  const std::string table = bind.empty() ? "px_" + corner + "_" + name : bind;
  if (std::ranges::find(tables, table) != tables.end())
    in.complain("name", "a table that no other collection has");
  tables.push_back(table);
  if (!bind.empty()) {
    if (!id.starts_with("org.herald."))
      in.complain("bind", "no `bind`: only plugins shipped with Herald bind its tables");
    if (bind != "message_template") in.complain("bind", "a table that can be bound");
    return;
  }
  FieldList fields;
  in.each("fields", Need::Required, kSheetMostFields,
          [&](Members& one) { fields.push_back(read_field(one, fields)); });
  in.each("indexes", Need::Optional, kSheetMostIndexes, [&](Members& one) { read_index(one, fields); });
  if (corner.size() + 1 + name.size() > 32)
    in.complain("name", "the plugin's short name and the collection's in 31 characters", corner + "." + name);
  if (table.size() > 64) in.complain("name", "a table name of at most 64 characters", table);
}

}  // namespace

std::string short_name(const std::string& id) {
  std::string out = id.substr(id.rfind('.') + 1);
  for (char& c : out)
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) c = '_';
  return out;
}

void collection_flaws(const json& list, const std::string& id, Flaws& flaws) {
  const json whole{{"collections", list}};
  std::vector<std::string> tables;
  Members in{whole, "", flaws};
  in.each("collections", Need::Optional, kSheetMostCollections,
          [&](Members& one) { read_collection(one, id, tables); });
}

json with_bound_fields(const json& descriptor) {
  json out = descriptor;
  if (!out.is_object() || !out.value("collections", json{}).is_array()) return out;
  for (json& one : out["collections"])
    if (one.is_object() && one.value("bind", json{}) == "message_template")
      one.update(json::parse(kMessageTemplate));
  return out;
}

}  // namespace herald::kit

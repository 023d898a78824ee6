#include "host/records/declaration.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "host/json/fields.hpp"
#include "host/records/bound.hpp"
#include "host/records/value.hpp"

namespace herald::records {
namespace {

using domain::Collection;
using domain::FieldType;
using domain::RecordField;
using domain::RecordIndex;
using Problems = std::vector<Problem>;

constexpr std::size_t kLongestName = 48;
constexpr std::size_t kLongestTable = 64;
constexpr std::size_t kLongestSubject = 32;  ///< of column journal.subject_kind
constexpr std::array<std::string_view, 5> kTypes{"text", "integer", "boolean", "time", "json"};
constexpr std::array<std::string_view, 6> kTaken{"id",         "rev",        "revision",
                                                 "created_at", "updated_at", "tenant_id"};

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(
             text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

constexpr std::string_view kName = "expected 1 to 48 of a-z 0-9 _, a letter first";

/// It becomes part of a statement that makes a table, so nothing in it may need quoting.
bool plain_default(const std::string& text, FieldType type) {
  if (type == FieldType::Time) return false;
  if (type == FieldType::Json) return text == "[]" || text == "{}";
  return std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '_' || c == '-' || c == '.';
  });
}

void read_default(json::Fields& in, RecordField& out) {
  const auto fallback = in.value("default", json::Need::Optional);
  if (!fallback) return;
  auto value = value_text(*fallback, out);
  if (!value)
    in.complain("default", value.error().detail);
  else if (*value && !plain_default(**value, out.type))
    in.complain("default",
                "expected a number, true, false, [], {} or a text of letters, digits, blank . _ -");
  else
    out.fallback = *std::move(value);
}

RecordField read_field(json::Fields& in) {
  RecordField out{.name = in.text("name", json::Need::Required, {.min = 1})};
  if (!out.name.empty() && !is_name(out.name)) in.complain("name", std::string{kName});
  if (std::ranges::find(kTaken, out.name) != kTaken.end())
    in.complain("name", "is a column that every record has");
  const std::string type = in.one_of("type", json::Need::Required, kTypes);
  out.type = static_cast<FieldType>(std::ranges::find(kTypes, type) - kTypes.begin());
  if (type.empty()) out.type = FieldType::Text;
  const auto most = static_cast<std::int64_t>(kLongestText);
  out.longest =
      static_cast<std::size_t>(in.integer("longest", json::Need::Optional, {1, most}).value_or(255));
  out.required = in.boolean("required", json::Need::Optional).value_or(false);
  read_default(in, out);
  return out;
}

/// What keeps an index from being made on both databases.
std::optional<std::string> index_problem(const RecordIndex& index, const Collection& collection) {
  std::size_t characters = 0;
  std::set<std::string> seen;
  for (const std::string& name : index.fields) {
    const RecordField* field = collection.find(name);
    if (field == nullptr) return "there is no field " + name;
    if (!seen.insert(name).second) return "names " + name + " twice";
    if (field->type == FieldType::Json) return "a field of type json cannot be indexed, found " + name;
    if (field->type != FieldType::Text) continue;
    if (field->longest > kLongestIndexed)
      return "expected texts of at most 255 characters, found " + name + " of " +
             std::to_string(field->longest);
    characters += field->longest;
  }
  if (index.fields.empty()) return "expected at least one field";
  if (characters > kLongestIndex)
    return "expected at most 700 characters of text in one index, found " + std::to_string(characters);
  return std::nullopt;
}

RecordIndex read_index(json::Fields& in, const Collection& collection) {
  RecordIndex out{.unique = in.boolean("unique", json::Need::Optional).value_or(false)};
  if (const auto list = in.value("fields", json::Need::Required))
    for (const json::Document& name : list->elements()) out.fields.push_back(name.text().value_or(""));
  if (auto problem = index_problem(out, collection)) in.complain("fields", *std::move(problem));
  return out;
}

void read_declared(json::Fields& in, Collection& out) {
  std::set<std::string> names;
  in.each("fields", json::Need::Required, {.items = kMostFields}, [&](json::Fields& one) {
    RecordField field = read_field(one);
    if (!names.insert(field.name).second) one.complain("name", "another field has this name");
    out.fields.push_back(std::move(field));
  });
  in.each("indexes", json::Need::Optional, {.items = kMostIndexes},
          [&](json::Fields& one) { out.indexes.push_back(read_index(one, out)); });
  if (out.subject.size() > kLongestSubject)
    in.complain("name", "expected the plugin's short name and the collection's in 31 characters, found " +
                            out.subject);
  if (out.table.size() > kLongestTable)
    in.complain("name", "expected a table name of at most 64 characters, found " + out.table);
}

Collection read_collection(json::Fields& in, const Declarer& declarer) {
  Collection out;
  const std::string name = in.text("name", json::Need::Required, {.min = 1});
  if (!name.empty() && !is_name(name)) in.complain("name", std::string{kName});
  if (const auto table = in.optional_text("bind")) {
    auto bound = declarer.may_bind ? bound_collection(*table) : std::nullopt;
    if (bound)
      out = *std::move(bound);
    else
      in.complain("bind", declarer.may_bind ? "there is no such table to bind"
                                            : "only plugins shipped with the host bind its tables");
  } else {
    out.table = "px_" + short_name(declarer.id) + "_" + name;
    out.subject = short_name(declarer.id) + "." + name;
    read_declared(in, out);
  }
  out.plugin = declarer.id;
  out.name = name;
  return out;
}

}  // namespace

std::string short_name(std::string_view plugin_id) {
  std::string out{plugin_id.substr(plugin_id.rfind('.') + 1)};
  for (char& c : out)
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) c = '_';
  return out;
}

Result<std::vector<std::shared_ptr<const Collection>>> read_collections(const json::Document& array,
                                                                        const Declarer& declarer) {
  std::vector<std::shared_ptr<const Collection>> out;
  Problems problems;
  if (array.kind() != json::Kind::Array) problems.push_back({"", "expected an array of collections"});
  const auto elements = array.elements();
  if (elements.size() > kMostCollections) problems.push_back({"", "expected at most 16 collections"});
  std::set<std::string> tables;
  for (std::size_t i = 0; i < elements.size() && i < kMostCollections; ++i) {
    const std::string place = "/" + std::to_string(i);
    json::Fields in{elements[i]};
    Collection collection = read_collection(in, declarer);
    if (!tables.insert(collection.table).second) in.complain("name", "another collection has this table");
    if (auto done = in.finish(); !done)
      for (const Problem& problem : done.error().problems)
        problems.push_back({place + problem.pointer, problem.text});
    out.push_back(std::make_shared<const Collection>(std::move(collection)));
  }
  if (problems.empty()) return out;
  return Error{.code = Errc::Invalid,
               .reason = "bad_collections",
               .detail = "the plugin's collections are not usable",
               .problems = std::move(problems)};
}

}  // namespace herald::records

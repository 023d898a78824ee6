#include "host/storage/record_shape.hpp"

#include <array>
#include <sstream>

namespace herald::storage {
namespace {

constexpr std::array<std::string_view, 5> kTypeWords{"text", "integer", "boolean", "time", "json"};
constexpr std::string_view kMustName = "required";  ///< not null and without a default

std::string describe(const domain::RecordField& field) {
  std::string out{kTypeWords.at(static_cast<std::size_t>(field.type))};
  out += " " + std::to_string(field.longest);
  if (!field.required) return out + " nullable";
  return field.fallback ? out + " default " + *field.fallback : out + " " + std::string{kMustName};
}

std::string list(const domain::RecordIndex& index) {
  std::string out = index.unique ? "unique" : "plain";
  for (const std::string& name : index.fields) out += " " + name;
  return out;
}

/// FNV-1a: tells the indexes of one table apart, nothing else.
std::string short_hash(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  std::ostringstream out;
  out << std::hex << hash;
  return out.str();
}

Error changed(const std::string& name, const std::string& expected, const std::string& found) {
  return {.code = Errc::Conflict,
          .reason = "collection_changed",
          .detail = name + ": expected " + expected + ", found " + found +
                    "; fields are only added (nullable or with a default), give the new one another name"};
}

/// A field that one side does not know must get along without being named.
std::optional<Error> missing(const RecordShape& from, const RecordShape& in) {
  for (const auto& [name, line] : from.lines)
    if (!in.lines.contains(name) && line.ends_with(kMustName))
      return changed(name, "it nullable or with a default where another version has no such field", line);
  return std::nullopt;
}

}  // namespace

RecordShape shape_of(const domain::Collection& collection) {
  RecordShape out;
  for (const domain::RecordField& field : collection.fields)
    out.lines["field " + field.name] = describe(field);
  for (const domain::RecordIndex& index : collection.indexes) out.lines["index " + list(index)] = "";
  return out;
}

std::string to_text(const RecordShape& shape) {
  std::string out;
  for (const auto& [name, line] : shape.lines) out += name + (line.empty() ? "" : ": " + line) + "\n";
  return out;
}

RecordShape read_shape(const std::string& text) {
  RecordShape out;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos)
      out.lines[line] = "";
    else
      out.lines[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return out;
}

std::string index_name(const domain::Collection& collection, const domain::RecordIndex& index) {
  return std::string{index.unique ? "ux_" : "ix_"} + short_hash(collection.table) + "_" +
         short_hash(list(index));
}

Result<RecordShape> united(const RecordShape& before, const RecordShape& after) {
  if (before.lines.empty()) return after;
  for (const auto& [name, line] : after.lines) {
    const auto old = before.lines.find(name);
    if (old != before.lines.end() && old->second != line) return changed(name, old->second, line);
  }
  if (auto error = missing(after, before)) return *std::move(error);
  if (auto error = missing(before, after)) return *std::move(error);
  RecordShape out = before;
  out.lines.insert(after.lines.begin(), after.lines.end());
  return out;
}

}  // namespace herald::storage

#include "host/records/codec.hpp"

#include <algorithm>
#include <utility>

#include "host/records/value.hpp"

namespace herald::records {
namespace {

using domain::Collection;
using domain::RecordField;
using domain::RecordValues;
using Problems = std::vector<Problem>;

bool indexed(const Collection& collection, const std::string& field) {
  return std::ranges::any_of(collection.indexes, [&](const domain::RecordIndex& index) {
    return std::ranges::find(index.fields, field) != index.fields.end();
  });
}

bool has_blank_end(const std::string& text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  return !text.empty() && (blank(text.front()) || blank(text.back()));
}

void read_one(const std::string& name, const json::Document& value, const Collection& collection,
              RecordValues& out, Problems& problems) {
  const std::string pointer = json::pointer_step(name);
  const RecordField* field = collection.find(name);
  if (field == nullptr) {
    problems.push_back({pointer, "there is no such field"});
    return;
  }
  if (field->of_host) {
    problems.push_back({pointer, "is written by the host alone"});
    return;
  }
  auto text = value_text(value, *field);
  if (!text) {
    problems.push_back({pointer, text.error().detail});
    return;
  }
  if (*text && field->type == domain::FieldType::Text && indexed(collection, name) && has_blank_end(**text))
    problems.push_back({pointer, "expected no blank at either end"});
  out.insert_or_assign(name, *std::move(text));
}

/// What an insert did not name.
void complete(const Collection& collection, RecordValues& out, Problems& problems) {
  for (const RecordField& field : collection.fields) {
    if (out.contains(field.name)) continue;
    if (field.required && !field.fallback)
      problems.push_back({json::pointer_step(field.name), "is required"});
    out[field.name] = field.fallback;
  }
}

std::size_t bytes(const RecordValues& values) {
  std::size_t sum = 0;
  for (const auto& [name, value] : values) sum += value ? value->size() : 0;
  return sum;
}

}  // namespace

Result<RecordValues> read_values(const json::Document& object, const Collection& collection, Extent extent) {
  RecordValues out;
  Problems problems;
  if (object.kind() != json::Kind::Object) problems.push_back({"", "expected an object of values"});
  for (const std::string& name : object.names())
    read_one(name, *object.member(name), collection, out, problems);
  if (extent == Extent::Whole) complete(collection, out, problems);
  if (bytes(out) > collection.largest_record)
    problems.push_back({"", "expected at most " + std::to_string(collection.largest_record) + " bytes"});
  if (problems.empty()) return out;
  return Error{.code = Errc::Invalid,
               .reason = "bad_record",
               .detail = "the record does not fit its collection",
               .problems = std::move(problems)};
}

void write_record(json::Writer& out, const Collection& collection, const domain::Record& record) {
  out.begin_object()
      .text("id", record.id)
      .number("rev", record.rev)
      .text("created_at", to_rfc3339(record.created_at))
      .text("updated_at", to_rfc3339(record.updated_at));
  for (const RecordField& field : collection.fields) {
    const auto value = record.values.find(field.name);
    write_value(out, field, value == record.values.end() ? std::nullopt : value->second);
  }
  out.end_object();
}

}  // namespace herald::records

#include "host/records/value.hpp"

namespace herald::records {
namespace {

using domain::FieldType;
using domain::RecordField;
using Value = Result<std::optional<std::string>>;

Error unfit(std::string expected) {
  return {.code = Errc::Invalid, .reason = "bad_value", .detail = "expected " + std::move(expected)};
}

Value text_value(const json::Document& value, const RecordField& field) {
  auto text = value.text();
  if (!text) return unfit("a text");
  if (text->find('\0') != std::string::npos) return unfit("a text without U+0000");
  if (json::character_count(*text) > field.longest)
    return unfit("at most " + std::to_string(field.longest) + " characters");
  return std::optional{*std::move(text)};
}

Value time_value(const json::Document& value) {
  const auto text = value.text();
  const auto at = text ? from_rfc3339(*text) : std::nullopt;
  if (!at) return unfit("a time like 2026-01-31T09:30:00Z (RFC 3339)");
  return std::optional{to_sql(*at)};
}

Value json_value(const json::Document& value, const RecordField& field) {
  std::string text = value.compact();
  if (text.size() > field.longest)
    return unfit("JSON of at most " + std::to_string(field.longest) + " bytes");
  return std::optional{std::move(text)};
}

}  // namespace

Value value_text(const json::Document& value, const RecordField& field) {
  if (value.kind() == json::Kind::Null)
    return field.required ? Value{unfit("a value, not null")} : Value{std::optional<std::string>{}};
  switch (field.type) {
    case FieldType::Text:
      return text_value(value, field);
    case FieldType::Integer: {
      const auto number = value.integer();
      return number ? Value{std::optional{std::to_string(*number)}} : Value{unfit("a whole number")};
    }
    case FieldType::Boolean: {
      const auto flag = value.boolean();
      return flag ? Value{std::optional<std::string>{*flag ? "1" : "0"}} : Value{unfit("true or false")};
    }
    case FieldType::Time:
      return time_value(value);
    case FieldType::Json:
      return json_value(value, field);
  }
  return unfit("a value of a known type");
}

void write_value(json::Writer& out, const RecordField& field, const std::optional<std::string>& value) {
  out.key(field.name);
  if (!value) {
    out.null();
    return;
  }
  switch (field.type) {
    case FieldType::Boolean:
      out.boolean(*value != "0");
      return;
    case FieldType::Integer:
    case FieldType::Json:
      out.raw(*value);
      return;
    case FieldType::Time: {
      const auto at = from_sql(*value);
      out.text(at ? to_rfc3339(*at) : *value);
      return;
    }
    case FieldType::Text:
      out.text(*value);
  }
}

}  // namespace herald::records

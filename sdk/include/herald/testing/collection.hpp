#pragma once
#include <herald/json.h>
#include <herald/testing/call.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a feature plugin declares of its records, and the values in them (sdk/FEATURES.md).
namespace herald::sdk::testing {

enum class FieldType : std::uint8_t { Text, Integer, Boolean, Time, Json };

struct RecordField {
  std::string name{};
  FieldType type{FieldType::Text};
  std::size_t longest{255};  ///< characters of a text, bytes of JSON
  bool required{false};
  std::string fallback{};  ///< JSON of the default; empty without one
};

struct RecordIndex {
  std::vector<std::string> fields{};
  bool unique{false};
};

/// A collection of a descriptor. [value]
struct RecordCollection {
  std::string name{};
  std::vector<RecordField> fields{};
  std::vector<RecordIndex> indexes{};
  [[nodiscard]] const RecordField* find(std::string_view field) const {
    const auto found = std::ranges::find(fields, field, &RecordField::name);
    return found == fields.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool indexed(std::string_view field) const {
    return std::ranges::any_of(indexes, [&](const RecordIndex& index) {
      return std::ranges::find(index.fields, field) != index.fields.end();
    });
  }
};

/// A value other than null: a whole number, true as 1, a time in milliseconds since 1970; or a text, or JSON.
/// [value]
struct RecordValue {
  std::int64_t number{};
  std::string text{};
  auto operator<=>(const RecordValue&) const = default;
};

namespace detail {

inline herald_str lend(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view seen(herald_str value) {
  return value.data == nullptr ? std::string_view{} : std::string_view{value.data, value.len};
}
/// The decoded text of a JSON string; empty for other values.
inline std::string decoded(herald_str value) {
  std::string text(static_cast<std::size_t>(value.len), '\0');
  text.resize(static_cast<std::size_t>(herald_json_text(value, text.data(), text.size()).len));
  return text;
}
inline std::string member_text(herald_str object, const char* key) {
  return decoded(herald_json_member(object, key));
}
inline bool is_text(herald_str value) { return value.len > 0 && *value.data == '"'; }
inline bool is_null(herald_str value) { return value.len == 0 || seen(value) == "null"; }

inline std::string quoted(std::string_view text) {
  std::string out{'"'};
  for (const char c : text) {
    std::array<char, 8> escape{};
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20)
      out.append(escape.data(), static_cast<std::size_t>(std::snprintf(escape.data(), escape.size(),
                                                                       "\\u%04x", static_cast<unsigned>(c))));
    else
      out += c;
  }
  return out + '"';
}

/// Calls with the decoded name and the value of each member of an object.
template <class F>
void each_member(herald_str object, F&& take) {
  herald_json_reader_ reader = herald_json_reader_of_(object);
  if (herald_json_accept_(&reader, '{') == 0) return;
  do {
    const herald_str name = herald_json_one_(&reader);
    herald_json_blanks_(&reader);
    if (herald_json_accept_(&reader, ':') == 0) return;
    const herald_str value = herald_json_one_(&reader);
    if (reader.bad != 0) return;
    take(decoded(name), value);
    herald_json_blanks_(&reader);
  } while (herald_json_accept_(&reader, ',') != 0);
}
template <class F>
void each_element(herald_str array, F&& take) {
  for (herald_str element; herald_json_next(&array, &element) != 0;) take(element);
}

inline std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

[[noreturn]] inline void refuse(std::string reason, const std::string& detail) {
  throw RecordsRefusal{HERALD_INVALID, std::move(reason), detail};
}

/// The digits text[from…from+count); -1 when they are none.
inline int digits(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace detail

/// Milliseconds since 1970 of a time in RFC 3339; nothing for another text.
inline std::optional<std::int64_t> time_ms(std::string_view text) {
  namespace chrono = std::chrono;
  const auto part = [&](std::size_t from, std::size_t count) { return detail::digits(text, from, count); };
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
      (text[10] != 'T' && text[10] != 't'))
    return std::nullopt;
  const chrono::year_month_day date{chrono::year{part(0, 4)},
                                    chrono::month{static_cast<unsigned>(part(5, 2))},
                                    chrono::day{static_cast<unsigned>(part(8, 2))}};
  const int hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
  if (part(0, 4) < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59)
    return std::nullopt;
  std::int64_t fraction = 0, weight = 100;
  std::size_t at = 19;
  if (text[at] == '.')
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, weight /= 10)
      fraction += (text[at] - '0') * weight;
  std::int64_t offset = 0;
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    const int hours = detail::digits(zone, 1, 2), minutes = detail::digits(zone, 4, 2);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || hours < 0 || minutes < 0)
      return std::nullopt;
    offset = (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  const chrono::milliseconds day = chrono::sys_days{date}.time_since_epoch();
  return day.count() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}

/// As the host writes times: 2026-01-31T09:30:00.000Z.
inline std::string time_text(std::int64_t ms) {
  namespace chrono = std::chrono;
  const chrono::sys_time<chrono::milliseconds> at{chrono::milliseconds{ms}};
  const auto day = chrono::floor<chrono::days>(at);
  const chrono::year_month_day date{day};
  const chrono::hh_mm_ss clock{at - day};
  std::array<char, 64> out{};
  const int size = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {out.data(), static_cast<std::size_t>(size)};
}

/// A value of a field, nothing for null. Throws RecordsRefusal "bad_value" when the field cannot hold it.
inline std::optional<RecordValue> read_value(const RecordField& field, herald_str value) {
  const auto unfit = [&](const std::string& expected) {
    detail::refuse("bad_value", field.name + ": expected " + expected);
  };
  if (detail::is_null(value)) {
    if (field.required) unfit("a value, not null");
    return std::nullopt;
  }
  RecordValue out;
  const std::string_view text = detail::seen(value);
  switch (field.type) {
    case FieldType::Text:
      out.text = detail::decoded(value);
      if (!detail::is_text(value)) unfit("a text");
      if (out.text.find('\0') != std::string::npos) unfit("a text without U+0000");
      if (detail::characters(out.text) > field.longest)
        unfit("at most " + std::to_string(field.longest) + " characters");
      break;
    case FieldType::Integer:
      if (herald_json_integer(value, &out.number) == 0) unfit("a whole number");
      break;
    case FieldType::Boolean:
      if (text != "true" && text != "false") unfit("true or false");
      out.number = text == "true" ? 1 : 0;
      break;
    case FieldType::Time: {
      const auto at = time_ms(detail::decoded(value));
      if (!at) unfit("a time like 2026-01-31T09:30:00Z (RFC 3339)");
      out.number = at.value_or(0);
      break;
    }
    case FieldType::Json:
      if (text.size() > field.longest) unfit("JSON of at most " + std::to_string(field.longest) + " bytes");
      out.text = text;
  }
  return out;
}

/// The JSON of a value.
inline std::string written(const RecordField& field, const std::optional<RecordValue>& value) {
  if (!value) return "null";
  switch (field.type) {
    case FieldType::Integer:
      return std::to_string(value->number);
    case FieldType::Boolean:
      return value->number != 0 ? "true" : "false";
    case FieldType::Time:
      return detail::quoted(time_text(value->number));
    case FieldType::Json:
      return value->text;
    case FieldType::Text:
      break;
  }
  return detail::quoted(value->text);
}

/// The `collections` of a descriptor as they stand; `herald-plugin check` says what is wrong with them.
inline std::vector<RecordCollection> read_collections(std::string_view descriptor) {
  constexpr std::array<std::string_view, 5> kTypes{"text", "integer", "boolean", "time", "json"};
  std::vector<RecordCollection> out;
  detail::each_element(herald_json_member(detail::lend(descriptor), "collections"), [&](herald_str one) {
    RecordCollection made{.name = detail::member_text(one, "name")};
    detail::each_element(herald_json_member(one, "fields"), [&](herald_str field) {
      const auto type = std::ranges::find(kTypes, detail::member_text(field, "type")) - kTypes.begin();
      std::int64_t longest = 255;
      herald_json_integer(herald_json_member(field, "longest"), &longest);
      made.fields.push_back({.name = detail::member_text(field, "name"),
                             .type = static_cast<FieldType>(std::min<std::ptrdiff_t>(type, 4)),
                             .longest = static_cast<std::size_t>(longest),
                             .required = detail::seen(herald_json_member(field, "required")) == "true",
                             .fallback = std::string{detail::seen(herald_json_member(field, "default"))}});
    });
    detail::each_element(herald_json_member(one, "indexes"), [&](herald_str index) {
      RecordIndex read{.unique = detail::seen(herald_json_member(index, "unique")) == "true"};
      detail::each_element(herald_json_member(index, "fields"),
                           [&](herald_str name) { read.fields.push_back(detail::decoded(name)); });
      made.indexes.push_back(std::move(read));
    });
    out.push_back(std::move(made));
  });
  return out;
}

}  // namespace herald::sdk::testing

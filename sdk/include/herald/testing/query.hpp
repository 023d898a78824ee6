#pragma once
#include <herald/testing/collection.hpp>

#include <map>
#include <set>

namespace herald::sdk::testing {

/// A record as the host keeps it; fields that are null are absent from `values`. [value]
struct Record {
  std::string id{};
  std::int64_t rev{1}, created_ms{}, updated_ms{};
  std::map<std::string, RecordValue, std::less<>> values{};
};

/// A condition of `where`; comparisons with null are never true. [value]
struct Condition {
  std::string kind{};  ///< eq ne lt le gt ge in prefix is_null and or not
  std::string field{};
  std::vector<RecordValue> values{};
  std::vector<Condition> parts{};
};

/// A query with what it asks of its collection. [value]
struct RecordQuery {
  std::optional<Condition> where{};
  std::string sort{};  ///< empty: by id
  bool descending{false};
  std::size_t limit{50};
  std::string cursor{};
};

namespace detail {

/// Reads one tree of conditions, counting its nodes.
class ConditionReader final {
 public:
  explicit ConditionReader(const RecordCollection& collection) : collection_{collection} {}

  Condition read(herald_str node, int depth = 1) {
    if (depth > 6) refuse("bad_query", "where: expected at most 6 levels");
    if (++nodes_ > 64) refuse("bad_query", "where: expected at most 64 conditions");
    Condition out;
    herald_str inner{nullptr, 0};
    int members = 0;
    each_member(node, [&](const std::string& name, herald_str value) {
      out.kind = name;
      inner = value;
      ++members;
    });
    if (members != 1)
      refuse("bad_query", "where: expected an object of one member, the kind of the condition");
    if (out.kind == "and" || out.kind == "or") {
      each_element(inner, [&](herald_str part) { out.parts.push_back(read(part, depth + 1)); });
      if (out.parts.empty()) refuse("bad_query", "where: expected conditions in and, or");
    } else if (out.kind == "not") {
      out.parts.push_back(read(inner, depth + 1));
    } else {
      leaf(out, inner);
    }
    return out;
  }

 private:
  const RecordField& name(Condition& out, herald_str value) {
    out.field = decoded(value);
    const RecordField* field = collection_.find(out.field);
    if (field == nullptr) refuse("bad_query", "where: there is no field \"" + out.field + "\"");
    if (field->type == FieldType::Json) refuse("bad_query", "where: " + out.field + " is JSON");
    return *field;
  }
  void leaf(Condition& out, herald_str inner) {
    static const std::set<std::string> kKnown{"eq", "ne", "lt", "le", "gt", "ge", "in", "prefix"};
    if (out.kind == "is_null") {
      name(out, inner);
      return;
    }
    std::vector<herald_str> pair;
    each_element(inner, [&](herald_str one) { pair.push_back(one); });
    if (pair.size() != 2) refuse("bad_query", "where: expected [field, value] in " + out.kind);
    if (!kKnown.contains(out.kind)) refuse("bad_query", "where: unknown condition " + out.kind);
    const RecordField& field = name(out, pair[0]);
    if (out.kind == "prefix" && field.type != FieldType::Text)
      refuse("bad_query", "where: prefix takes a field of type text");
    if (out.kind == "in")
      each_element(pair[1], [&](herald_str one) { take(out, field, one); });
    else
      take(out, field, pair[1]);
    if (out.values.empty() || out.values.size() > 100)
      refuse("bad_query", "where: expected 1 to 100 values in in");
  }
  static void take(Condition& out, const RecordField& field, herald_str value) {
    const auto read = read_value(field, value);
    if (!read) refuse("bad_query", "where: " + out.field + ": compare with is_null, not null");
    out.values.push_back(*read);
  }

  const RecordCollection& collection_;
  int nodes_{0};
};

/// Fields that every matching record has under a condition that an index can serve; those under equality.
struct Anchors {
  std::set<std::string> any{}, equal{};
  void collect(const Condition& condition) {
    if (condition.kind == "and")
      for (const Condition& part : condition.parts) collect(part);
    if (condition.kind == "eq") equal.insert(condition.field);
    if (!condition.field.empty() && condition.kind != "ne") any.insert(condition.field);
  }
  [[nodiscard]] bool served_by(const RecordIndex& index, const std::string& sort) const {
    std::size_t fixed = 0;
    while (fixed < index.fields.size() && equal.contains(index.fields[fixed])) ++fixed;
    const bool next = fixed < index.fields.size() && index.fields[fixed] == sort;
    if (!sort.empty() && !next && !equal.contains(sort)) return false;
    return any.empty() || (!index.fields.empty() && any.contains(index.fields.front()));
  }
};

inline void expect_index(const RecordQuery& query, const RecordCollection& collection) {
  if (!query.where && query.sort.empty()) return;
  Anchors anchors;
  if (query.where) anchors.collect(*query.where);
  const bool served = (!query.where || !anchors.any.empty()) &&
                      std::ranges::any_of(collection.indexes,
                                          [&](auto& index) { return anchors.served_by(index, query.sort); });
  if (served) return;
  std::string fields;
  for (const std::string& one : anchors.equal.empty() ? anchors.any : anchors.equal) fields += one + ", ";
  fields += query.sort;
  if (fields.ends_with(", ")) fields.resize(fields.size() - 2);
  refuse("missing_index", "expected an index of " + collection.name + " on (" + fields + "), found none");
}

}  // namespace detail

/// Reads a query. Throws RecordsRefusal: bad_query, missing_index.
inline RecordQuery read_query(std::string_view text, const RecordCollection& collection) {
  const herald_str query = herald_json_read(detail::lend(text));
  if (query.len == 0 || *query.data != '{') detail::refuse("malformed_json", "expected a query as JSON");
  RecordQuery out;
  detail::each_member(query, [&](const std::string& name, herald_str value) {
    static const std::set<std::string> kKnown{"collection", "where", "sort", "descending", "limit", "cursor"};
    if (!kKnown.contains(name)) detail::refuse("bad_query", "/" + name + " is not a known field");
    if (detail::is_null(value)) return;
    if (name == "where") out.where = detail::ConditionReader{collection}.read(value);
    if (name == "sort") out.sort = detail::decoded(value);
    if (name == "descending") out.descending = detail::seen(value) == "true";
    if (name == "cursor") out.cursor = detail::decoded(value);
    if (name != "limit") return;
    std::int64_t limit = 0;
    if (herald_json_integer(value, &limit) == 0 || limit < 1 || limit > 500)
      detail::refuse("bad_query", "/limit expected a whole number from 1 to 500");
    out.limit = static_cast<std::size_t>(limit);
  });
  const RecordField* sort = collection.find(out.sort);
  if (!out.sort.empty() && (sort == nullptr || !sort->required))
    detail::refuse("bad_query", "/sort expected a required field, found \"" + out.sort + "\"");
  detail::expect_index(out, collection);
  return out;
}

namespace detail {

/// True, false, or neither: SQL's null.
inline std::optional<bool> matches_fully(const Condition& condition, const Record& record) {
  if (condition.kind == "not") {
    const auto part = matches_fully(condition.parts[0], record);
    return part ? std::optional{!*part} : std::nullopt;
  }
  if (condition.kind == "and" || condition.kind == "or") {
    const bool decisive = condition.kind == "or";
    bool unknown = false;
    for (const Condition& part : condition.parts) {
      const auto one = matches_fully(part, record);
      if (one && *one == decisive) return decisive;
      unknown = unknown || !one;
    }
    return unknown ? std::nullopt : std::optional{!decisive};
  }
  const auto found = record.values.find(condition.field);
  if (condition.kind == "is_null") return found == record.values.end();
  if (found == record.values.end()) return std::nullopt;
  const RecordValue &value = found->second, &wanted = condition.values[0];
  if (condition.kind == "eq") return value == wanted;
  if (condition.kind == "ne") return value != wanted;
  if (condition.kind == "lt") return value < wanted;
  if (condition.kind == "le") return value <= wanted;
  if (condition.kind == "gt") return value > wanted;
  if (condition.kind == "ge") return value >= wanted;
  if (condition.kind == "prefix") return value.text.starts_with(wanted.text);
  return std::ranges::find(condition.values, value) != condition.values.end();
}

}  // namespace detail

inline bool matches(const Condition& condition, const Record& record) {
  return detail::matches_fully(condition, record).value_or(false);
}

}  // namespace herald::sdk::testing

#include <algorithm>
#include <array>
#include <utility>

#include "host/records/query.hpp"
#include "host/records/value.hpp"

namespace herald::records {
namespace {

using domain::Collection;
using domain::Condition;
using Kind = Condition::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 6> kComparisons{{{"eq", Kind::Eq},
                                                                         {"ne", Kind::Ne},
                                                                         {"lt", Kind::Lt},
                                                                         {"le", Kind::Le},
                                                                         {"gt", Kind::Gt},
                                                                         {"ge", Kind::Ge}}};

Error bad(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_query", .detail = std::move(detail)};
}

/// Reads one tree of conditions, counting its nodes.
class Reader {
 public:
  explicit Reader(const Collection& collection) : collection_{collection} {}

  Result<Condition> read(const json::Document& node, int depth) {
    if (depth > kDeepest) return bad("where: expected at most 6 levels");
    if (++nodes_ > kMostNodes) return bad("where: expected at most 64 conditions");
    const auto names = node.names();
    if (names.size() != 1) return bad("where: expected an object of one member, the kind of the condition");
    const json::Document inner = *node.member(names[0]);
    if (names[0] == "and") return list(Kind::And, inner, depth);
    if (names[0] == "or") return list(Kind::Or, inner, depth);
    if (names[0] == "not") return negation(inner, depth);
    if (names[0] == "is_null") return named(Kind::IsNull, inner);
    return leaf(names[0], inner);
  }

 private:
  Result<Condition> list(Kind kind, const json::Document& inner, int depth) {
    Condition out{.kind = kind};
    for (const json::Document& part : inner.elements()) {
      auto read_part = read(part, depth + 1);
      if (!read_part) return read_part;
      out.parts.push_back(*std::move(read_part));
    }
    if (out.parts.empty()) return bad("where: expected conditions in and, or");
    return out;
  }
  Result<Condition> negation(const json::Document& inner, int depth) {
    auto part = read(inner, depth + 1);
    if (!part) return part;
    Condition out{.kind = Kind::Not};
    out.parts.push_back(*std::move(part));
    return out;
  }
  Result<Condition> named(Kind kind, const json::Document& name) {
    Condition out{.kind = kind, .field = name.text().value_or("")};
    const domain::RecordField* field = collection_.find(out.field);
    if (field == nullptr) return bad("where: there is no field \"" + out.field + "\"");
    if (field->type == domain::FieldType::Json) return bad("where: " + out.field + " is JSON");
    return out;
  }
  Result<Condition> leaf(std::string_view name, const json::Document& inner) {
    const auto pair = inner.elements();
    if (pair.size() != 2) return bad("where: expected [field, value] in " + std::string{name});
    if (name == "in") return membership(pair[0], pair[1]);
    const auto found = std::ranges::find(kComparisons, name, &std::pair<std::string_view, Kind>::first);
    const bool known = found != kComparisons.end();
    if (!known && name != "prefix") return bad("where: unknown condition " + std::string{name});
    auto out = named(known ? found->second : Kind::Prefix, pair[0]);
    if (!out) return out;
    if (!known && collection_.find(out->field)->type != domain::FieldType::Text)
      return bad("where: prefix takes a field of type text");
    return with_value(*std::move(out), pair[1]);
  }
  Result<Condition> membership(const json::Document& field, const json::Document& list) {
    auto out = named(Kind::In, field);
    if (!out) return out;
    const auto values = list.elements();
    if (values.empty() || values.size() > kMostIn) return bad("where: expected 1 to 100 values in in");
    for (const json::Document& value : values) {
      out = with_value(*std::move(out), value);
      if (!out) return out;
    }
    return out;
  }
  Result<Condition> with_value(Condition condition, const json::Document& value) {
    auto text = value_text(value, *collection_.find(condition.field));
    if (!text) return bad("where: " + condition.field + ": " + text.error().detail);
    if (!*text) return bad("where: " + condition.field + ": compare with is_null, not null");
    condition.values.push_back(**std::move(text));
    return condition;
  }

  const Collection& collection_;
  int nodes_{0};
};

}  // namespace

Result<Condition> read_condition(const json::Document& where, const Collection& collection) {
  return Reader{collection}.read(where, 1);
}

}  // namespace herald::records

#include "host/records/query.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "host/base/hex.hpp"
#include "host/base/ids.hpp"
#include "host/json/fields.hpp"

namespace herald::records {
namespace {

using domain::Collection;
using domain::Condition;
using domain::RecordIndex;
using domain::RecordQuery;
using Kind = Condition::Kind;

constexpr std::size_t kLongestCursor = 4096;

/// Fields that every matching record has under a condition that an index can serve; those under equality.
struct Anchors {
  std::set<std::string> any{};
  std::set<std::string> equal{};
};

void collect(const Condition& condition, Anchors& out) {
  switch (condition.kind) {
    case Kind::And:
      for (const Condition& part : condition.parts) collect(part, out);
      return;
    case Kind::Eq:
      out.equal.insert(condition.field);
      out.any.insert(condition.field);
      return;
    case Kind::In:
    case Kind::Prefix:
    case Kind::Lt:
    case Kind::Le:
    case Kind::Gt:
    case Kind::Ge:
    case Kind::IsNull:
      out.any.insert(condition.field);
      return;
    case Kind::Or:
    case Kind::Not:
    case Kind::Ne:
      return;
  }
}

/// Whether the index finds the records and yields them in the order that is asked for.
bool serves(const RecordIndex& index, const Anchors& anchors, const std::string& sort) {
  std::size_t fixed = 0;
  while (fixed < index.fields.size() && anchors.equal.contains(index.fields[fixed])) ++fixed;
  const bool next_is_sort = fixed < index.fields.size() && index.fields[fixed] == sort;
  if (!sort.empty() && !next_is_sort && !anchors.equal.contains(sort)) return false;
  return anchors.any.empty() || anchors.any.contains(index.fields.front());
}

std::string missing(const Anchors& anchors, const std::string& sort) {
  std::string fields;
  for (const std::string& name : anchors.equal.empty() ? anchors.any : anchors.equal)
    fields += (fields.empty() ? "" : ", ") + name;
  if (!sort.empty()) fields += (fields.empty() ? "" : ", ") + sort;
  return fields;
}

std::optional<Error> index_problem(const RecordQuery& query, const Collection& collection) {
  if (!query.where && query.sort.empty()) return std::nullopt;
  Anchors anchors;
  if (query.where) collect(*query.where, anchors);
  const bool findable = !query.where || !anchors.any.empty();
  const bool served = std::ranges::any_of(
      collection.indexes, [&](const RecordIndex& index) { return serves(index, anchors, query.sort); });
  if (findable && served) return std::nullopt;
  return Error{.code = Errc::Invalid,
               .reason = "missing_index",
               .detail = "expected an index of " + collection.name + " on (" + missing(anchors, query.sort) +
                         "), found none; declare it, or ask by fields that begin one"};
}

std::optional<RecordQuery::Place> from_cursor(const std::string& text) {
  if (text.size() > kLongestCursor) return std::nullopt;
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() < 36) return std::nullopt;
  RecordQuery::Place place{.value = bytes->substr(36), .id = bytes->substr(0, 36)};
  if (!is_uuid(place.id) || place.value.find('\0') != std::string::npos) return std::nullopt;
  return place;
}

void read_sort(json::Fields& in, const Collection& collection, RecordQuery& out) {
  out.sort = in.text("sort", json::Need::Optional);
  out.descending = in.boolean("descending", json::Need::Optional).value_or(false);
  if (out.sort.empty()) return;
  const domain::RecordField* field = collection.find(out.sort);
  if (field == nullptr || !field->required)
    in.complain("sort", "expected a required field, found \"" + out.sort + "\"");
}

Error bad(const Error& error) {
  std::string detail = "the query is not usable";
  for (const Problem& problem : error.problems) detail += "; " + problem.pointer + " " + problem.text;
  return {.code = Errc::Invalid, .reason = "bad_query", .detail = std::move(detail)};
}

}  // namespace

Result<RecordQuery> read_query(const json::Document& query, const Collection& collection) {
  RecordQuery out;
  json::Fields in{query};
  in.value("collection", json::Need::Optional);
  read_sort(in, collection, out);
  out.limit =
      static_cast<int>(in.integer("limit", json::Need::Optional, {1, domain::kMostRecords}).value_or(50));
  const auto where = in.value("where", json::Need::Optional);
  const auto cursor = in.optional_text("cursor");
  if (auto done = in.finish(); !done) return bad(done.error());
  if (where && where->kind() != json::Kind::Null) {
    auto condition = read_condition(*where, collection);
    if (!condition) return std::move(condition).error();
    out.where = *std::move(condition);
  }
  if (cursor && !cursor->empty()) {
    out.after = from_cursor(*cursor);
    if (!out.after)
      return Error{.code = Errc::Invalid, .reason = "bad_cursor", .detail = "expected the cursor of a page"};
  }
  if (auto problem = index_problem(out, collection)) return *std::move(problem);
  return out;
}

std::string to_cursor(const RecordQuery::Place& place) { return to_hex(place.id + place.value); }

}  // namespace herald::records

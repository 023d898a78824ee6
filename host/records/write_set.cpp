#include "host/records/write_set.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "host/base/ids.hpp"
#include "host/json/fields.hpp"
#include "host/records/codec.hpp"

namespace herald::records {
namespace {

using domain::Collection;
using domain::RecordWrite;
using WriteKind = RecordWrite::Kind;

constexpr std::array<std::string_view, 3> kKinds{"insert", "update", "delete"};

/// What stands before every check and write: the collection, and for those that exist the id and revision.
struct Target {
  std::shared_ptr<const Collection> collection{};
  std::string id{};
  std::optional<std::int64_t> rev{};
};

Target read_target(json::Fields& in, const Collections& collections, json::Need id) {
  Target out{.collection = find(collections, in.text("collection", json::Need::Required)),
             .id = in.text("id", id),
             .rev = in.integer("rev", json::Need::Optional, {1})};
  if (!out.collection) in.complain("collection", "expected the name of a collection of this plugin");
  if (!out.id.empty() && !is_uuid(out.id)) in.complain("id", "expected the id of a record");
  return out;
}

void read_values_of(json::Fields& in, RecordWrite& out) {
  const bool insert = out.kind == WriteKind::Insert;
  const auto object = in.value("values", insert ? json::Need::Required : json::Need::Optional);
  if (!object) return;
  auto values = read_values(*object, *out.collection, insert ? Extent::Whole : Extent::Changes);
  if (values) {
    out.values = *std::move(values);
    return;
  }
  for (const Problem& problem : values.error().problems)
    in.complain("values", problem.pointer + " " + problem.text);
}

void read_additions(json::Fields& in, RecordWrite& out) {
  const auto object = in.value("add", json::Need::Optional);
  if (!object) return;
  for (const std::string& name : object->names()) {
    const domain::RecordField* field = out.collection->find(name);
    const auto amount = object->member(name)->integer();
    const bool fits = field != nullptr && field->type == domain::FieldType::Integer && !field->of_host;
    if (!fits || !amount)
      in.complain("add", "expected whole numbers for integer fields, found " + name);
    else
      out.add[name] = *amount;
  }
}

RecordWrite read_write(json::Fields& in, const Collections& collections, const MakeId& make_id) {
  RecordWrite out;
  const std::string kind = in.one_of("kind", json::Need::Required, kKinds);
  out.kind = kind == "update" ? WriteKind::Update : kind == "delete" ? WriteKind::Delete : WriteKind::Insert;
  const bool insert = out.kind == WriteKind::Insert;
  Target target = read_target(in, collections, insert ? json::Need::Optional : json::Need::Required);
  if (insert && (!target.id.empty() || target.rev))
    in.complain("id", "the host makes id and rev of an insert");
  out.collection = std::move(target.collection);
  out.id = insert ? make_id() : std::move(target.id);
  out.rev = target.rev;
  out.ref = in.text("ref", json::Need::Optional, {.max = 64});
  if (!out.collection) {
    in.value("values", json::Need::Optional);
    in.value("add", json::Need::Optional);
    return out;
  }
  if (out.kind != WriteKind::Delete) read_values_of(in, out);
  if (out.kind == WriteKind::Update) read_additions(in, out);
  return out;
}

/// One write per record and set: the order of two would be for nobody to see.
void check_once(json::Fields& in, const RecordWrite& write, std::set<std::string>& ids) {
  if (!ids.insert(write.id).second) in.complain("id", "another write of this set is for this record");
}

/// Runs `read` on each element of a list of the answer, which may be absent; unknown keys are refused.
void each(const json::Document& answer, const std::string& name, std::vector<Problem>& problems,
          const json::Fields::Reader& read) {
  const auto list = answer.member(name);
  if (!list || list->kind() == json::Kind::Null) return;
  const auto elements = list->elements();
  if (list->kind() != json::Kind::Array || elements.size() > kMostWrites) {
    problems.push_back({"/" + name, "expected an array of at most 100"});
    return;
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    json::Fields in{elements[i]};
    read(in);
    const auto done = in.finish();
    if (done) continue;
    for (const Problem& problem : done.error().problems)
      problems.push_back({"/" + name + "/" + std::to_string(i) + problem.pointer, problem.text});
  }
}

}  // namespace

std::shared_ptr<const Collection> find(const Collections& collections, const std::string& name) {
  const auto found = std::ranges::find(collections, name, [](const auto& one) { return one->name; });
  return found == collections.end() ? nullptr : *found;
}

Result<domain::WriteSet> read_writes(const json::Document& answer, const Collections& collections,
                                     const MakeId& make_id) {
  domain::WriteSet out;
  std::vector<Problem> problems;
  std::set<std::string> ids;
  each(answer, "checks", problems, [&](json::Fields& one) {
    Target target = read_target(one, collections, json::Need::Required);
    out.checks.push_back({.collection = std::move(target.collection),
                          .id = std::move(target.id),
                          .rev = target.rev,
                          .pointer = one.text("pointer", json::Need::Optional, {.max = 256})});
  });
  each(answer, "writes", problems, [&](json::Fields& one) {
    RecordWrite write = read_write(one, collections, make_id);
    check_once(one, write, ids);
    out.writes.push_back(std::move(write));
  });
  if (problems.empty()) return out;
  return Error{.code = Errc::Invalid,
               .reason = "bad_writes",
               .detail = "the plugin's writes cannot be read",
               .problems = std::move(problems)};
}

}  // namespace herald::records

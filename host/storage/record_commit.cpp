#include "host/storage/record_commit.hpp"

#include <utility>

#include "host/base/json_text.hpp"
#include "host/storage/batch.hpp"
#include "host/storage/effects.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::RecordWrite;
using domain::Written;
using WriteKind = RecordWrite::Kind;

constexpr int kMade = 201;
constexpr std::size_t kLongestAnswer = 8192;  ///< of column idempotency_key.response

Error unknown_record(const std::string& pointer) {
  Error error{.code = Errc::NotFound, .reason = "unknown_record", .detail = "there is no such record"};
  if (!pointer.empty()) error.problems.push_back({pointer, "there is no such record"});
  return error;
}

Error stale(std::int64_t expected, std::int64_t found) {
  return {.code = Errc::Stale,
          .reason = "revision_changed",
          .detail = "expected revision " + std::to_string(expected) + ", found " + std::to_string(found) +
                    "; read it again"};
}

Error taken(const RecordTable& table, std::size_t unique) {
  const domain::Collection& collection = table.collection();
  std::string fields;
  std::string first;
  for (const std::size_t place : table.uniques()[unique].places) {
    const std::string& name = collection.fields[place].name;
    if (first.empty()) first = name;
    fields += (fields.empty() ? "" : ", ") + name;
  }
  return {.code = Errc::Conflict,
          .reason = "record_exists",
          .detail = "another record has the same " + fields,
          .problems = {{"/" + first, "another record has the same " + fields}}};
}

/// Adds to a whole number; nothing beyond 64 bits.
std::optional<Cell> sum(const Cell& cell, std::int64_t amount) {
  std::int64_t out = 0;
  if (__builtin_add_overflow(cell.null ? 0 : cell.number(), amount, &out)) return std::nullopt;
  return Cell{out};
}

Error out_of_range(const std::string& field) {
  return {.code = Errc::Invalid,
          .reason = "out_of_range",
          .detail = "adding to " + field + " leaves the range of 64 bits"};
}

/// The fields after a write, in the collection's order; of `before` where the write is silent.
Result<Row> fields_after(const RecordTable& table, const RecordWrite& write, const Row* before) {
  Row out;
  const auto& fields = table.collection().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto value = write.values.find(fields[i].name);
    if (value != write.values.end())
      out.emplace_back(value->second);
    else if (before != nullptr)
      out.push_back((*before)[i]);
    else
      out.emplace_back(fields[i].fallback);
    const auto amount = write.add.find(fields[i].name);
    if (amount == write.add.end()) continue;
    const auto total = sum(out.back(), amount->second);
    if (!total) return out_of_range(fields[i].name);
    out.back() = *total;
  }
  return out;
}

std::string_view verb(WriteKind kind) {
  return kind == WriteKind::Insert ? ".created" : kind == WriteKind::Update ? ".updated" : ".deleted";
}

/// Names only: what the fields hold may be personal.
std::string event_data(const RecordWrite& write, const std::string& plugin) {
  std::string fields;
  if (write.kind == WriteKind::Update)
    for (const auto& [name, value] : write.values) fields += (fields.empty() ? "" : ",") + quote_json(name);
  for (const auto& [name, amount] : write.add) fields += (fields.empty() ? "" : ",") + quote_json(name);
  return "{\"fields\":[" + fields + "],\"plugin\":" + quote_json(plugin) + "}";
}

}  // namespace

RecordCommit::RecordCommit(domain::WriteSet set, FindTable find,
                           domain::Completion<domain::RecordsCommitted> done)
    : set_{std::move(set)}, find_{std::move(find)}, done_{std::move(done)} {}

void RecordCommit::keys(Batch& batch) const {
  for (const domain::RecordCheck& check : set_.checks)
    batch.records.want(*find_(check.collection->table), set_.tenant.text, check.id);
  for (const RecordWrite& write : set_.writes)
    if (write.kind != WriteKind::Insert)
      batch.records.want(*find_(write.collection->table), set_.tenant.text, write.id);
  if (set_.claim) batch.idempotency.want({set_.tenant, set_.claim->key_hash});
  want_effects(batch, set_.effects);
}

bool RecordCommit::replay(Batch& batch) {
  if (!set_.claim) return false;
  const IdempotencyState* earlier = batch.idempotency.find({set_.tenant, set_.claim->key_hash});
  if (earlier == nullptr) return false;
  if (earlier->body_hash == set_.claim->body_hash) {
    committed_.replayed = true;
    committed_.resource = earlier->resource;
  } else {
    refused_ = Error{.code = Errc::Mismatch,
                     .reason = "idempotency_mismatch",
                     .detail = "this Idempotency-Key was used with another request body"};
  }
  return true;
}

std::optional<Error> RecordCommit::check(Batch& batch) const {
  for (const domain::RecordCheck& one : set_.checks) {
    const RecordState* state = batch.records.find(*find_(one.collection->table), set_.tenant.text, one.id);
    if (state == nullptr) return unknown_record(one.pointer);
    if (one.rev && *one.rev != state->revision) return stale(*one.rev, state->revision);
  }
  return std::nullopt;
}

void RecordCommit::evaluate(Batch& batch) {
  refused_.reset();
  committed_ = {};
  if (replay(batch)) return;
  if (refused_ = effects_refusal(batch, set_.effects); refused_) return;
  if (refused_ = check(batch); refused_) return;
  batch.records.mark();
  if (refused_ = apply_all(batch); refused_) return batch.records.undo();
  for (std::size_t i = 0; i < set_.writes.size(); ++i) note(batch, set_.writes[i], committed_.written[i].rev);
  add_effects(batch, set_);
  keep_answer(batch);
}

std::optional<Error> RecordCommit::apply_all(Batch& batch) {
  for (const RecordWrite& write : set_.writes)
    if (auto error = apply(batch, write)) return error;
  return std::nullopt;
}

std::optional<Error> RecordCommit::apply(Batch& batch, const RecordWrite& write) {
  const RecordTable& table = *find_(write.collection->table);
  const std::string& tenant = set_.tenant.text;
  const bool insert = write.kind == WriteKind::Insert;
  const RecordState* before = insert ? nullptr : batch.records.find(table, tenant, write.id);
  if (!insert && before == nullptr) return unknown_record({});
  if (!insert && write.rev && *write.rev != before->revision) return stale(*write.rev, before->revision);
  RecordState after{.revision = insert ? 1 : before->revision + 1,
                    .created_at = insert ? Cell{batch.now()} : before->created_at};
  committed_.written.push_back({.ref = write.ref,
                                .id = write.id,
                                .rev = after.revision,
                                .created_at = after.created_at.instant().value_or(batch.now()),
                                .updated_at = batch.now()});
  if (write.kind == WriteKind::Delete) {
    batch.records.erase(table, tenant, write.id);
    return std::nullopt;
  }
  auto fields = fields_after(table, write, insert ? nullptr : &before->fields);
  if (!fields) return std::move(fields).error();
  after.fields = *std::move(fields);
  if (const auto unique = batch.records.taken(table, tenant, write.id, after.fields))
    return taken(table, *unique);
  if (insert)
    batch.records.insert(table, tenant, write.id, std::move(after));
  else
    batch.records.update(table, {tenant, write.id}, std::move(after), batch.now());
  return std::nullopt;
}

void RecordCommit::note(Batch& batch, const RecordWrite& write, std::int64_t revision) const {
  const std::string& subject = write.collection->subject;
  batch.journal(domain::shard_of(write.id), {.type = subject + std::string{verb(write.kind)},
                                             .tenant = set_.tenant,
                                             .actor = set_.origin.actor,
                                             .subject_kind = subject,
                                             .subject = write.id,
                                             .subject_version = revision,
                                             .cause = set_.origin.request_id,
                                             .depth = set_.origin.depth,
                                             .data_json = event_data(write, set_.plugin),
                                             .at = batch.now()});
}

void RecordCommit::keep_answer(Batch& batch) const {
  if (!set_.claim) return;
  const domain::IdempotencyClaim& claim = *set_.claim;
  std::string answer = set_.answer ? set_.answer(committed_.written) : std::string{};
  if (answer.size() > kLongestAnswer) answer.clear();
  batch.insert(kInsertIdempotency, {set_.tenant, claim.key_hash, claim.body_hash, kMade, set_.resource,
                                    batch.now(), claim.expires_at, null_if_empty(answer)});
  batch.idempotency.put({set_.tenant, claim.key_hash},
                        {.body_hash = claim.body_hash, .resource = set_.resource});
}

void RecordCommit::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  if (refused_) return done_(*refused_);
  done_(std::move(committed_));
}

}  // namespace herald::storage

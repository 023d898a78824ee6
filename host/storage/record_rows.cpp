#include "host/storage/record_rows.hpp"

#include <algorithm>

namespace herald::storage {
namespace {

std::pair<Row, RecordState> read_state(const Row& row) {
  RecordState state{.revision = row[2].number(), .created_at = row[3]};
  state.fields.assign(row.begin() + static_cast<std::ptrdiff_t>(RecordTable::kFixed), row.end());
  return {{row[0], row[1]}, std::move(state)};
}

std::pair<Row, std::string> read_owner(const Row& row) {
  return {Row{row.begin(), row.end() - 1}, row.back().text};
}

/// Nothing when a field is null: such rows do not exclude each other.
std::optional<Row> unique_key(const RecordTable::Unique& unique, const std::string& tenant,
                              const Row& fields) {
  Row key{tenant};
  for (const std::size_t place : unique.places) {
    if (fields[place].null) return std::nullopt;
    key.push_back(fields[place]);
  }
  return key;
}

}  // namespace

RecordRows::PerTable& RecordRows::at(const RecordTable& table) {
  const auto found = tables_.find(&table);
  if (found != tables_.end()) return found->second;
  PerTable fresh{.rows = {table.by_id(), read_state}, .uniques = {}};
  for (const RecordTable::Unique& unique : table.uniques())
    fresh.uniques.emplace_back(unique.select, read_owner);
  return tables_.emplace(&table, std::move(fresh)).first->second;
}

void RecordRows::want(const RecordTable& table, const std::string& tenant, const std::string& id) {
  at(table).rows.want({tenant, id});
}

void RecordRows::load() {
  for (auto& [table, rows] : tables_) rows.rows.load(db_);
}

const RecordState* RecordRows::find(const RecordTable& table, const std::string& tenant,
                                    const std::string& id) {
  return at(table).rows.find({tenant, id});
}

std::optional<std::size_t> RecordRows::taken(const RecordTable& table, const std::string& tenant,
                                             const std::string& id, const Row& fields) {
  for (std::size_t i = 0; i < table.uniques().size(); ++i) {
    const auto key = unique_key(table.uniques()[i], tenant, fields);
    if (!key) continue;
    Keyed<std::string>& owners = at(table).uniques[i];
    // Which key it is may depend on what the batch has decided so far, so it cannot be wanted before.
    owners.want(*key);
    owners.load(db_);
    const std::string* owner = owners.find(*key);
    if (owner != nullptr && *owner != id) return i;
  }
  return std::nullopt;
}

void RecordRows::index(const RecordTable& table, const std::string& tenant, const std::string& id,
                       const Row& fields) {
  for (std::size_t i = 0; i < table.uniques().size(); ++i) {
    const auto key = unique_key(table.uniques()[i], tenant, fields);
    if (!key) continue;
    Keyed<std::string>& owners = at(table).uniques[i];
    owners.put(*key, id);
    undo_.emplace_back([&owners, key = *key] { owners.drop(key); });
  }
}

void RecordRows::unindex(const RecordTable& table, const std::string& tenant, const std::string& id,
                         const Row& fields) {
  for (std::size_t i = 0; i < table.uniques().size(); ++i) {
    const auto key = unique_key(table.uniques()[i], tenant, fields);
    if (!key) continue;
    Keyed<std::string>& owners = at(table).uniques[i];
    owners.drop(*key);
    undo_.emplace_back([&owners, key = *key, id] { owners.put(key, id); });
  }
}

void RecordRows::remember(const RecordTable& table, const Row& key, std::optional<RecordState> before) {
  Keyed<RecordState>& rows = at(table).rows;
  undo_.emplace_back([&rows, key, before = std::move(before)] {
    if (before)
      rows.put(key, *before);
    else
      rows.drop(key);
  });
}

void RecordRows::insert(const RecordTable& table, const std::string& tenant, const std::string& id,
                        RecordState state) {
  Row cells{tenant, id, state.revision, state.created_at, state.created_at};
  table.add_written(cells, state.fields);
  statements_.push_back({&table.insert(), std::move(cells)});
  index(table, tenant, id, state.fields);
  remember(table, {tenant, id}, std::nullopt);
  at(table).rows.put({tenant, id}, std::move(state));
}

void RecordRows::update(const RecordTable& table, const RecordPlace& place, RecordState state, Instant now) {
  const auto& [tenant, id] = place;
  Row cells{state.revision, now};
  table.add_written(cells, state.fields);
  cells.insert(cells.end(), {tenant, id, state.revision - 1});
  statements_.push_back({&table.update(), std::move(cells)});
  const RecordState before = *find(table, tenant, id);
  unindex(table, tenant, id, before.fields);
  index(table, tenant, id, state.fields);
  remember(table, {tenant, id}, before);
  at(table).rows.put({tenant, id}, std::move(state));
}

void RecordRows::erase(const RecordTable& table, const std::string& tenant, const std::string& id) {
  const RecordState before = *find(table, tenant, id);
  statements_.push_back({&table.remove(), {tenant, id, before.revision}});
  unindex(table, tenant, id, before.fields);
  remember(table, {tenant, id}, before);
  at(table).rows.drop({tenant, id});
}

void RecordRows::mark() {
  undo_.clear();
  marked_ = statements_.size();
}

void RecordRows::undo() {
  for (; !undo_.empty(); undo_.pop_back()) undo_.back()();
  statements_.erase(statements_.begin() + static_cast<std::ptrdiff_t>(marked_), statements_.end());
}

void RecordRows::write() {
  for (const Statement& statement : statements_) {
    if (db_.execute(*statement.sql, statement.values) == 1) continue;
    throw StorageFailure{FailureKind::Deadlock, "record_moved",
                         "a record was changed by another writer since the batch read it"};
  }
}

}  // namespace herald::storage

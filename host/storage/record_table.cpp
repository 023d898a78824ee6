#include "host/storage/record_table.hpp"

#include <algorithm>

namespace herald::storage {
namespace {

using domain::RecordField;

constexpr std::string_view kOwnRow = " where tenant_id = ? and id = ? and revision = ?";

enum class Which : std::uint8_t { All, Written };

std::string field_list(const domain::Collection& collection, Which which, std::string_view after) {
  std::string out;
  for (const RecordField& field : collection.fields)
    if (which == Which::All || !field.of_host) out += ", " + ticked(field.name) + std::string{after};
  return out;
}

std::string marks(std::size_t count) {
  std::string out = "?";
  for (std::size_t i = 1; i < count; ++i) out += ",?";
  return out;
}

}  // namespace

std::string ticked(const std::string& name) { return "`" + name + "`"; }

RecordTable::RecordTable(domain::Collection collection) : collection_{std::move(collection)} {
  const std::string table = ticked(collection_.table);
  const std::string fields = field_list(collection_, Which::All, "");
  const auto written = std::ranges::count(collection_.fields, false, &RecordField::of_host);
  select_ = "select tenant_id, id, revision, created_at, updated_at" + fields + " from " + table;
  insert_ = "insert into " + table + " (tenant_id, id, revision, created_at, updated_at" +
            field_list(collection_, Which::Written, "") + ") values (" +
            marks(kFixed + static_cast<std::size_t>(written)) + ")";
  update_ = "update " + table + " set revision = ?, updated_at = ?" +
            field_list(collection_, Which::Written, " = ?") + std::string{kOwnRow};
  remove_ = "delete from " + table + std::string{kOwnRow};
  by_id_ = {.head = texts_.emplace_back(select_ + " where (tenant_id, id) in "),
            .group = "(?,?)",
            .keys = 2,
            .columns = columns()};
  for (const domain::RecordIndex& index : collection_.indexes)
    if (index.unique) add_unique(index);
}

void RecordTable::add_written(Row& cells, const Row& fields) const {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (!collection_.fields[i].of_host) cells.push_back(fields[i]);
}

void RecordTable::add_unique(const domain::RecordIndex& index) {
  Unique unique;
  std::string key = "tenant_id";
  for (const std::string& name : index.fields) {
    const auto field = std::ranges::find(collection_.fields, name, &RecordField::name);
    unique.places.push_back(static_cast<std::size_t>(field - collection_.fields.begin()));
    key += ", " + ticked(name);
  }
  const std::size_t size = index.fields.size() + 1;
  unique.select = {.head = texts_.emplace_back("select " + key + ", id from " + ticked(collection_.table) +
                                               " where (" + key + ") in "),
                   .group = texts_.emplace_back("(" + marks(size) + ")"),
                   .keys = size,
                   .columns = size + 1};
  uniques_.push_back(std::move(unique));
}

domain::Record read_record(const domain::Collection& collection, const Row& row) {
  domain::Record out{.id = row[1].text,
                     .rev = row[2].number(),
                     .created_at = row[3].instant().value(),
                     .updated_at = row[4].instant().value()};
  for (std::size_t i = 0; i < collection.fields.size(); ++i) {
    const Cell& cell = row[RecordTable::kFixed + i];
    out.values[collection.fields[i].name] = cell.null ? std::nullopt : std::optional{cell.text};
  }
  return out;
}

}  // namespace herald::storage

#pragma once
#include <deque>
#include <string>
#include <vector>

#include "host/domain/records.hpp"
#include "host/storage/statements.hpp"

namespace herald::storage {

/// The statements of one collection, made from its declaration: names come from there alone, values are
/// bound. Rows are read as tenant_id, id, revision, created_at, updated_at and the fields in their order.
/// Lives to the end of the process, since batches point at it. [value after construction, any thread]
class RecordTable {
 public:
  explicit RecordTable(domain::Collection collection);
  RecordTable(const RecordTable&) = delete;
  RecordTable& operator=(const RecordTable&) = delete;

  static constexpr std::size_t kFixed = 5;  ///< columns before the fields

  /// A unique index: rows are read as its key (tenant_id and fields) and the id.
  struct Unique {
    std::vector<std::size_t> places;  ///< of its fields
    KeyedSelect select;
  };

  [[nodiscard]] const domain::Collection& collection() const { return collection_; }
  [[nodiscard]] const KeyedSelect& by_id() const { return by_id_; }
  [[nodiscard]] const std::deque<Unique>& uniques() const { return uniques_; }
  [[nodiscard]] const std::string& select() const { return select_; }  ///< up to the table's name
  [[nodiscard]] const std::string& insert() const { return insert_; }
  [[nodiscard]] const std::string& update() const { return update_; }  ///< guarded by tenant, id, revision
  [[nodiscard]] const std::string& remove() const { return remove_; }  ///< likewise
  [[nodiscard]] std::size_t columns() const { return kFixed + collection_.fields.size(); }
  /// Adds the fields that insert() and update() write: all but those of the host.
  void add_written(Row& cells, const Row& fields) const;

 private:
  void add_unique(const domain::RecordIndex& index);

  domain::Collection collection_;
  std::deque<std::string> texts_;  // what the views of KeyedSelect show
  KeyedSelect by_id_;
  std::deque<Unique> uniques_;
  std::string select_;
  std::string insert_;
  std::string update_;
  std::string remove_;
};

/// A name in backticks, which both databases take; it may be one of their words.
std::string ticked(const std::string& name);
/// The record of a row read by these statements.
domain::Record read_record(const domain::Collection& collection, const Row& row);

}  // namespace herald::storage

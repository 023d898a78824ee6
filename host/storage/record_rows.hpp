#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/storage/keyed.hpp"
#include "host/storage/record_table.hpp"

namespace herald::storage {

/// The part of a record that a change is decided on and written from. [value]
struct RecordState {
  std::int64_t revision{0};
  Cell created_at{};
  Row fields{};  ///< in the collection's order
};

/// A record's tenant and id. [value]
struct RecordPlace {
  std::string tenant{};
  std::string id{};
};

/// Records of collections within one batch: read, overlaid with what the batch writes, written in the order
/// in which it was decided. A change of a record that somebody else changed since it was read runs the batch
/// again. [one thread, the batch's]
class RecordRows {
 public:
  explicit RecordRows(Connection& db) : db_{db} {}

  void want(const RecordTable& table, const std::string& tenant, const std::string& id);
  void load();
  /// Null when the tenant has no such record.
  [[nodiscard]] const RecordState* find(const RecordTable& table, const std::string& tenant,
                                        const std::string& id);
  /// The first unique index that another record than `id` stands in with these fields.
  [[nodiscard]] std::optional<std::size_t> taken(const RecordTable& table, const std::string& tenant,
                                                 const std::string& id, const Row& fields);

  void insert(const RecordTable& table, const std::string& tenant, const std::string& id, RecordState state);
  /// `state` has the next revision.
  void update(const RecordTable& table, const RecordPlace& place, RecordState state, Instant now);
  void erase(const RecordTable& table, const std::string& tenant, const std::string& id);

  /// Begins a set of changes that is taken back as a whole, if at all.
  void mark();
  /// Takes everything back since mark().
  void undo();
  /// Everything goes to the database.
  void write();

 private:
  struct PerTable {
    Keyed<RecordState> rows;
    std::vector<Keyed<std::string>> uniques;
  };
  struct Statement {
    const std::string* sql;
    Row values;
  };
  PerTable& at(const RecordTable& table);
  void index(const RecordTable& table, const std::string& tenant, const std::string& id, const Row& fields);
  void unindex(const RecordTable& table, const std::string& tenant, const std::string& id, const Row& fields);
  /// `before` is what the record was, or nothing when there was none.
  void remember(const RecordTable& table, const Row& key, std::optional<RecordState> before);

  Connection& db_;
  std::map<const RecordTable*, PerTable> tables_;
  std::vector<Statement> statements_;
  std::vector<std::function<void()>> undo_;  // since mark(), the last one first
  std::size_t marked_{0};                    // statements before mark()
};

}  // namespace herald::storage

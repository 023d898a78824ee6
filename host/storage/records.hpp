#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "host/domain/record_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/record_preparation.hpp"
#include "host/storage/record_table.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Record collections: their tables, reads through the pool, writes through the writer. [any thread]
class StoredRecords final : public domain::RecordReader,
                            public domain::RecordWriter,
                            public domain::CollectionTables {
 public:
  /// All that is referred to outlives this; `clock` and `random` name rows of plugin_collection.
  struct Means {
    Writer& writer;
    Pool& pool;
    const Clock& clock;
    Random& random;
  };
  StoredRecords(Means means, RecordPreparation how) : means_{means}, how_{std::move(how)} {}

  Result<Done> prepare(const domain::Collection& collection, const std::string& version) override;
  Result<std::optional<domain::Record>> get(const domain::TenantId& tenant,
                                            const domain::Collection& collection,
                                            const std::string& id) override;
  Result<domain::RecordPage> query(const domain::TenantId& tenant, const domain::Collection& collection,
                                   const domain::RecordQuery& query) override;
  Result<std::int64_t> count(const domain::TenantId& tenant, const domain::Collection& collection,
                             const domain::RecordQuery& query, std::int64_t most) override;
  void commit(domain::WriteSet set, domain::Completion<domain::RecordsCommitted> done) override;
  /// The statements of a table as the last preparation knows it; null before one. [any thread]
  [[nodiscard]] const RecordTable* find(const std::string& table) const;

 private:
  Means means_;
  RecordPreparation how_;
  std::mutex preparing_;  // one preparation at a time
  mutable std::shared_mutex mutex_;
  std::deque<RecordTable> tables_;  // all that ever were: batches point at them
  std::map<std::string, const RecordTable*, std::less<>> current_;
};

}  // namespace herald::storage

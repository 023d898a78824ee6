#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/effects.hpp"
#include "host/domain/ledger.hpp"
#include "host/domain/records.hpp"

namespace herald::domain {

/// Reads of one tenant's records; another tenant's do not exist. [any thread]
/// Errors: Unavailable; NotFound/"unknown_collection" for one that was never prepared.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  virtual Result<std::optional<Record>> get(const TenantId& tenant, const Collection& collection,
                                            const std::string& id) = 0;
  virtual Result<RecordPage> query(const TenantId& tenant, const Collection& collection,
                                   const RecordQuery& query) = 0;
  /// At most `most`: counting stops there.
  virtual Result<std::int64_t> count(const TenantId& tenant, const Collection& collection,
                                     const RecordQuery& query, std::int64_t most) = 0;
};

/// Something that must hold when the writes are committed. [value]
struct RecordCheck {
  std::shared_ptr<const Collection> collection{};  // with the plugin's generation that asks
  std::string id{};
  std::optional<std::int64_t> rev{};  ///< set: the record still has this one
  std::string pointer{};              ///< where in the request the caller named it; may be empty
};

/// One change of one record. [value]
struct RecordWrite {
  enum class Kind : std::uint8_t { Insert, Update, Delete };
  Kind kind{Kind::Insert};
  std::shared_ptr<const Collection> collection{};  // with the plugin's generation that asks
  std::string ref{};                               ///< how the reply calls it; may be empty
  std::string id{};                                ///< of an insert: made by the host
  std::optional<std::int64_t> rev{};               ///< of an update or delete: only if it is still this one
  RecordValues values{};                           ///< whole for an insert, else what changes
  std::map<std::string, std::int64_t> add{};  ///< of an update: added to whole numbers, null counting as 0
};

/// How a record stands after its write. [value]
struct Written {
  std::string ref{};
  std::string id{};
  std::int64_t rev{0};
  Instant created_at{};
  Instant updated_at{};
};

/// What a plugin wants to have written, all or nothing. [value]
struct WriteSet {
  TenantId tenant{};
  std::string plugin{};  ///< id and version, for the journal
  std::vector<RecordCheck> checks{};
  std::vector<RecordWrite> writes{};
  std::optional<IdempotencyClaim> claim{};
  std::string resource{};  ///< id of what the request makes, kept with the claim
  /// The answer to keep with the claim, from what was written; at most 8 KiB, longer ones are not kept.
  /// Pure; called on the writer's thread, perhaps several times.
  std::function<std::string(const std::vector<Written>& written)> answer{};
  Effects effects{};
  Origin origin{};
};

struct RecordsCommitted {
  std::vector<Written> written{};  ///< one per write, in order
  bool replayed{false};            ///< nothing was written: an earlier request had the same key
  std::string resource{};          ///< of that request
};

/// Commits writes in one transaction with their journal rows and the idempotency key. [any thread]
/// Errors: Conflict/"cursor_moved" or "job_moved", NotFound/"unknown_record", Stale/"revision_changed",
/// Conflict/"record_exists" with the fields at their pointers, Mismatch/"idempotency_mismatch",
/// NotFound/"unknown_tenant", Unavailable.
class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  virtual void commit(WriteSet set, Completion<RecordsCommitted> done) = 0;
};

/// The tables of collections. [any thread]
class CollectionTables {
 public:
  virtual ~CollectionTables() = default;
  /// Makes the table, or adds the fields and indexes that it lacks; safe to repeat after a crash, and when
  /// two nodes do it at once. Slow. `version` is the plugin's. Errors: Conflict/"collection_changed" (other
  /// than by addition), "collection_taken" (the table is another plugin's), Unavailable.
  virtual Result<Done> prepare(const Collection& collection, const std::string& version) = 0;
};

}  // namespace herald::domain

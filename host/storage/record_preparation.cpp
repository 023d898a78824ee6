#include "host/storage/record_preparation.hpp"

#include <utility>

#include "host/storage/record_ddl.hpp"
#include "host/storage/record_shape.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kFind =
    "select id, plugin_id, declaration, state, collection_name from plugin_collection where table_name = ?";
constexpr std::string_view kInsertRow =
    "insert into plugin_collection (id, plugin_id, collection_name, plugin_version, origin, table_name, "
    "declaration, declaration_digest, state, created_at, updated_at) "
    "values (?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?)";
constexpr std::string_view kUpdateRow =
    "update plugin_collection set plugin_version = ?, declaration = ?, declaration_digest = ?, state = ?, "
    "last_error = ?, updated_at = ? where table_name = ?";
constexpr std::size_t kLongestError = 1000;

/// The row of a collection as it is to be. [value]
struct Entry {
  const domain::Collection& collection;
  std::string version{};
  std::string declaration{};
  std::string digest{};
  Instant at{};
};

Error taken(const domain::Collection& collection, const std::string& owner) {
  return {.code = Errc::Conflict,
          .reason = "collection_taken",
          .detail = "expected table " + collection.table + " to be free or " + collection.plugin +
                    "'s, found it to be " + owner + "'s; change the collection's name or the plugin's id"};
}

void note(Connection& db, const Entry& entry, std::string_view state, std::string_view error) {
  db.execute(kUpdateRow, Row{entry.version, entry.declaration, entry.digest, state,
                             error.substr(0, kLongestError), entry.at, entry.collection.table});
}

/// Notes that the change is under way; a crash after it leaves RUNNING, which the next preparation resumes.
void begin(Connection& db, const Entry& entry, bool fresh, const std::string& id) {
  const domain::Collection& collection = entry.collection;
  if (!fresh) return note(db, entry, "RUNNING", "");
  const bool bound = collection.origin == domain::CollectionOrigin::Bound;
  db.execute(kInsertRow,
             Row{id, collection.plugin, collection.name, entry.version, bound ? "BOUND" : "DECLARED",
                 collection.table, entry.declaration, entry.digest, entry.at, entry.at});
}

void build(Connection& db, const Entry& entry) {
  if (entry.collection.origin == domain::CollectionOrigin::Declared) {
    try {
      build_record_table(db, entry.collection);
    } catch (const StorageFailure& failure) {
      note(db, entry, "FAILED", failure.what());
      throw;
    }
  }
  note(db, entry, "READY", "");
}

Result<Done> run(const RecordPreparation& how, const domain::Collection& collection,
                 const std::string& version, const std::pair<Instant, std::string>& stamp) {
  Connection db{how.url, Access::Write};
  const std::vector<Row> rows = db.query(kFind, 5, Row{collection.table});
  const bool fresh = rows.empty();
  if (!fresh && (rows[0][1].text != collection.plugin || rows[0][4].text != collection.name))
    return taken(collection, rows[0][1].text);
  const bool bound = collection.origin == domain::CollectionOrigin::Bound;
  const RecordShape before = fresh || bound ? RecordShape{} : read_shape(rows[0][2].text);
  const auto shape = united(before, shape_of(collection));
  if (!shape) return shape.error();
  if (!fresh && rows[0][3].text == "READY" && *shape == before) return Done{};
  const std::string text = to_text(*shape);
  const Entry entry{collection, version, text, how.sha256_hex(text), stamp.first};
  begin(db, entry, fresh, stamp.second);
  build(db, entry);
  return Done{};
}

}  // namespace

Result<Done> prepare_collection(const RecordPreparation& how, const domain::Collection& collection,
                                const std::string& version, const std::pair<Instant, std::string>& stamp) {
  for (int turn = 0;; ++turn) {
    try {
      return run(how, collection, version, stamp);
    } catch (const StorageFailure& failure) {
      // Another node may have made the same thing at the same time: look again once.
      if (turn > 0) {
        Error error = failure.error();
        error.detail = "the table " + collection.table + " could not be prepared: " + failure.what();
        return error;
      }
    }
  }
}

}  // namespace herald::storage

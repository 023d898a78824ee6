#include "host/storage/records.hpp"

#include <utility>

#include "host/storage/record_commit.hpp"
#include "host/storage/record_query.hpp"

namespace herald::storage {
namespace {

Error unknown(const domain::Collection& collection) {
  return {.code = Errc::NotFound,
          .reason = "unknown_collection",
          .detail = "expected a collection that was prepared, found " + collection.name};
}

}  // namespace

Result<Done> StoredRecords::prepare(const domain::Collection& collection, const std::string& version) {
  const std::scoped_lock one{preparing_};
  auto done = prepare_collection(how_, collection, version,
                                 {means_.clock.now(), make_uuid(means_.clock.now(), means_.random)});
  if (!done) return done;
  const std::unique_lock lock{mutex_};
  current_.insert_or_assign(collection.table, &tables_.emplace_back(collection));
  return done;
}

const RecordTable* StoredRecords::find(const std::string& table) const {
  const std::shared_lock lock{mutex_};
  const auto found = current_.find(table);
  return found == current_.end() ? nullptr : found->second;
}

Result<std::optional<domain::Record>> StoredRecords::get(const domain::TenantId& tenant,
                                                         const domain::Collection& collection,
                                                         const std::string& id) {
  const RecordTable* table = find(collection.table);
  if (table == nullptr) return unknown(collection);
  const std::string sql = table->select() + " where tenant_id = ? and id = ?";
  return means_.pool.read<std::optional<domain::Record>>(
      [&](Connection& db) -> std::optional<domain::Record> {
        const std::vector<Row> rows = db.query(sql, table->columns(), Row{tenant, id});
        return rows.empty() ? std::nullopt : std::optional{read_record(table->collection(), rows[0])};
      });
}

Result<domain::RecordPage> StoredRecords::query(const domain::TenantId& tenant,
                                                const domain::Collection& collection,
                                                const domain::RecordQuery& query) {
  const RecordTable* table = find(collection.table);
  if (table == nullptr) return unknown(collection);
  return means_.pool.read<domain::RecordPage>([&](Connection& db) {
    const RecordSelect select = select_page(*table, db.dialect(), tenant, query);
    domain::RecordPage page;
    for (const Row& row : db.query(select.sql, table->columns(), select.cells))
      page.records.push_back(read_record(table->collection(), row));
    if (page.records.size() <= static_cast<std::size_t>(query.limit)) return page;
    page.records.pop_back();
    const domain::Record& last = page.records.back();
    page.next = domain::RecordQuery::Place{.id = last.id};
    if (!query.sort.empty()) page.next->value = last.values.at(query.sort).value_or("");
    return page;
  });
}

Result<std::int64_t> StoredRecords::count(const domain::TenantId& tenant,
                                          const domain::Collection& collection,
                                          const domain::RecordQuery& query, std::int64_t most) {
  const RecordTable* table = find(collection.table);
  if (table == nullptr) return unknown(collection);
  return means_.pool.read<std::int64_t>([&](Connection& db) {
    const RecordSelect select = select_count(*table, db.dialect(), tenant, query, most);
    return db.query(select.sql, 1, select.cells).at(0).at(0).number();
  });
}

void StoredRecords::commit(domain::WriteSet set, domain::Completion<domain::RecordsCommitted> done) {
  for (const domain::RecordWrite& write : set.writes)
    if (find(write.collection->table) == nullptr) return done(unknown(*write.collection));
  for (const domain::RecordCheck& check : set.checks)
    if (find(check.collection->table) == nullptr) return done(unknown(*check.collection));
  means_.writer.submit(std::make_unique<RecordCommit>(
      std::move(set), [this](const std::string& table) { return find(table); }, std::move(done)));
}

}  // namespace herald::storage

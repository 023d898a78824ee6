#include "host/storage/journal_rows.hpp"

#include <algorithm>

namespace herald::storage {
namespace {

constexpr std::string_view kReadShard =
    "select shard, seq, type, tenant_id, actor, subject_kind, subject_id, subject_version, cause, depth, "
    "data, salt, "
    "content_hash, chain_hash, at from journal where shard = ? and seq > ? and seq <= ? order by seq";

}  // namespace

domain::JournalEntry read_entry(const Row& row) {
  return {.shard = static_cast<int>(row[0].number()),
          .seq = row[1].number(),
          .event = {.type = row[2].text,
                    .tenant = domain::TenantId{row[3].text},
                    .actor = row[4].text,
                    .subject_kind = row[5].text,
                    .subject = row[6].text,
                    .subject_version = row[7].number(),
                    .cause = row[8].text,
                    .depth = static_cast<int>(row[9].number()),
                    .data_json = row[10].text,
                    .at = row[14].instant().value()},
          .salt = row[11].text,
          .content_hash = row[12].text,
          .chain_hash = row[13].text};
}

Result<std::vector<domain::JournalEntry>> PoolJournal::read(int shard, std::int64_t seq, int limit) {
  return pool_.read<std::vector<domain::JournalEntry>>([&](Connection& db) {
    // The sequence is gapless, so a range of numbers is a page; LIMIT cannot be bound as text on MySQL.
    const std::vector<Row> rows = db.query(kReadShard, kJournalColumnCount, Row{shard, seq, seq + limit});
    std::vector<domain::JournalEntry> entries;
    entries.reserve(rows.size());
    std::ranges::transform(rows, std::back_inserter(entries), read_entry);
    return entries;
  });
}

}  // namespace herald::storage

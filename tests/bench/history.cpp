#include "tests/bench/history.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "host/domain/ids.hpp"
#include "host/journal/sealer.hpp"
#include "host/storage/journal_rows.hpp"
#include "host/storage/tables.hpp"

namespace herald::bench {
namespace {

using storage::Connection;
using storage::Row;

struct WordColumn {
  const char* table;
  const char* column;
  WordKind kind;
};
constexpr std::array kWordColumns{WordColumn{"contact", "id", WordKind::Id},
                                  WordColumn{"contact", "contact_ref", WordKind::Name},
                                  WordColumn{"contact_address", "id", WordKind::Id},
                                  WordColumn{"contact_address", "normalised", WordKind::Phone},
                                  WordColumn{"communication_session", "id", WordKind::Id},
                                  WordColumn{"communication_message", "id", WordKind::Id},
                                  WordColumn{"communication_message", "reference", WordKind::Name},
                                  WordColumn{"communication_message", "lead_id", WordKind::Name},
                                  WordColumn{"delivery_attempt", "id", WordKind::Id},
                                  WordColumn{"delivery_attempt", "provider_message_id", WordKind::Name},
                                  WordColumn{"idempotency_key", "key_hash", WordKind::Hash},
                                  WordColumn{"communication_webhook_log", "id", WordKind::Id},
                                  WordColumn{"webhook_element", "id", WordKind::Id},
                                  WordColumn{"webhook_element", "dedupe_key", WordKind::Name}};

/// Parents before children, as foreign keys want it.
constexpr std::array kCopied{
    "contact",          "contact_address", "communication_session",     "communication_message",
    "delivery_attempt", "idempotency_key", "communication_webhook_log", "webhook_element"};
constexpr const char* kMessages = "communication_message";

/// Tables whose rows are nobody's messages, and the journal, which is continued.
const std::set<std::string> kNotCopied{
    "api_key",     "communication_channel", "config_version", "consumer_cursor",  "feature_job",
    "journal",     "journal_checkpoint",    "policy_guard",   "schema_migration", "shard_lease",
    "suppression", "schema_migration_lock", "tenant",         "writer_fence"};

const std::string kReadJournal =
    "select " + std::string{storage::kJournalColumns} + " from journal order by shard, seq";
constexpr std::size_t kSubject = 6;  ///< among them
constexpr const char* kChainEnd =
    "select seq, chain_hash from journal where shard = ? order by seq desc limit 1";
constexpr const char* kMoveCursors = "update consumer_cursor set seq = ? where shard = ?";

constexpr std::chrono::milliseconds kSpan = std::chrono::hours{23};  ///< idempotency keys live for 24

void refuse_unknown(Connection& db) {
  for (const std::string& table : tables_with_rows(db)) {
    const bool copied = std::ranges::find(kCopied, table) != kCopied.end();
    if (!copied && !kNotCopied.contains(table))
      throw std::runtime_error{"expected every table with rows to be known to the bench, found " + table};
  }
}

Row row_of(const domain::JournalEntry& entry) {
  const domain::Event& event = entry.event;
  return {entry.shard,        entry.seq,          event.type,      event.tenant,
          event.actor,        event.subject_kind, event.subject,   event.subject_version,
          event.cause,        event.depth,        event.data_json, entry.salt,
          entry.content_hash, entry.chain_hash,   event.at};
}

std::map<int, domain::ChainHead> chain_ends(Connection& db) {
  std::map<int, domain::ChainHead> out;
  for (int shard = 0; shard < domain::kShards; ++shard)
    for (const Row& row : db.query(kChainEnd, 2, Row{shard}))
      out[shard] = {.seq = row[0].number(), .hash = row[1].text};
  return out;
}

Row rendered(const std::vector<Pattern>& patterns, const std::vector<std::string>& spelling,
             std::chrono::milliseconds shift) {
  Row row;
  row.reserve(patterns.size());
  for (const Pattern& pattern : patterns) row.push_back(pattern.render(spelling, shift));
  return row;
}

}  // namespace

History::History(Connection& db) {
  refuse_unknown(db);
  std::vector<std::vector<Row>> read;
  for (const char* name : kCopied) {
    const TableColumns& table = moulds_.emplace_back(columns_of(db, name)).table;
    const std::vector<Row>& rows = read.emplace_back(bench::rows_of(db, table, "created_at"));
    for (const WordColumn& word : kWordColumns)
      if (table.name == word.table)
        for (const Row& row : rows) words_.add(row[table.at(word.column)].text, word.kind);
    if (table.name == kMessages) messages_ = static_cast<long>(rows.size());
  }
  for (std::size_t i = 0; i < read.size(); ++i)
    for (const Row& row : read[i]) moulds_[i].rows.push_back(patterns_of(row));
  read_journal(db);
}

std::vector<Pattern> History::patterns_of(const Row& row) const {
  std::vector<Pattern> out;
  for (const storage::Cell& cell : row) out.emplace_back(cell, words_);
  return out;
}

/// The entries whose subject is copied.
void History::read_journal(Connection& db) {
  for (const Row& row : db.query(kReadJournal, storage::kJournalColumnCount)) {
    if (words_.find(row[kSubject].text) < 0) continue;
    if (row[0].number() != domain::shard_of(row[kSubject].text))
      throw std::runtime_error{"expected an entry in the shard of its subject, found another"};
    journal_.push_back(patterns_of(row));
  }
}

std::vector<Row> History::continue_journal(const std::vector<std::string>& spelling,
                                           std::chrono::milliseconds shift, Chains& chains) {
  journal::ChainSealer sealer{random_};
  std::vector<domain::JournalEntry> entries;
  for (const std::vector<Pattern>& patterns : journal_) {
    domain::Event event = storage::read_entry(rendered(patterns, spelling, shift)).event;
    const int shard = domain::shard_of(event.subject);
    domain::ChainHead& head = chains[shard];
    entries.push_back(sealer.seal(shard, head, std::move(event)));
    head = {.seq = entries.back().seq, .hash = entries.back().chain_hash};
  }
  std::ranges::sort(entries, {},
                    [](const domain::JournalEntry& one) { return std::pair{one.shard, one.seq}; });
  std::vector<Row> rows;
  std::ranges::transform(entries, std::back_inserter(rows), row_of);
  return rows;
}

std::vector<Row> History::copies_of(const Mould& mould, const std::vector<std::string>& spelling,
                                    std::chrono::milliseconds shift) {
  std::vector<Row> rows;
  for (const std::vector<Pattern>& patterns : mould.rows) rows.push_back(rendered(patterns, spelling, shift));
  if (mould.table.name != kMessages) return rows;
  const std::size_t shard = mould.table.at("shard"), id = mould.table.at("id");
  for (Row& row : rows) row[shard] = domain::shard_of(row[id].text);
  return rows;
}

void History::add(Connection& db, long copies) {
  begin_filling(db);
  Chains chains = chain_ends(db);
  for (long number = 0; number < copies; ++number) {
    const std::chrono::milliseconds shift = kSpan * number / copies - kSpan;
    const std::vector<std::string> spelling = words_.spell(number, shift, random_);
    db.begin();
    for (const Mould& mould : moulds_) insert_rows(db, mould.table, copies_of(mould, spelling, shift));
    storage::insert_rows(db, storage::kInsertJournal, continue_journal(spelling, shift, chains));
    db.commit();
  }
  db.begin();
  for (const auto& [shard, head] : chains) db.execute(kMoveCursors, Row{head.seq, shard});
  db.commit();
  finish_filling(db);
}

}  // namespace herald::bench

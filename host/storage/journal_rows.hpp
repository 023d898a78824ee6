#pragma once
#include <string_view>

#include "host/domain/config_ports.hpp"
#include "host/storage/pool.hpp"

namespace herald::storage {

/// The columns of journal in the order read_entry() wants.
inline constexpr std::string_view kJournalColumns =
    "shard, seq, type, tenant_id, actor, subject_kind, subject_id, subject_version, cause, depth, data, "
    "salt, "
    "content_hash, chain_hash, at";
inline constexpr std::size_t kJournalColumnCount = 15;

domain::JournalEntry read_entry(const Row& row);

/// The journal as its consumers and the verifier read it. [any thread]
class PoolJournal final : public domain::JournalReader {
 public:
  explicit PoolJournal(Pool& pool) : pool_{pool} {}
  Result<std::vector<domain::JournalEntry>> read(int shard, std::int64_t seq, int limit) override;

 private:
  Pool& pool_;
};

}  // namespace herald::storage

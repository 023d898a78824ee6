#pragma once
#include <string>
#include <vector>

#include "host/domain/event.hpp"
#include "tests/flow/heraldctl.hpp"
#include "tests/flow/house.hpp"

namespace herald::test {

/// An export as an auditor has it: lines, and the key he got by another way. [value]
struct AuditExport {
  std::vector<std::string> lines{};
  std::string key{};

  /// Indexes into `lines` of the entries of a shard.
  [[nodiscard]] std::vector<std::size_t> places(int shard) const;
  [[nodiscard]] domain::JournalEntry entry(std::size_t place) const;
  void put(std::size_t place, const domain::JournalEntry& entry);
  /// The shard with the most entries.
  [[nodiscard]] int longest() const;
  /// The last entry of the shard that a checkpoint vouches for; 0 when there is none.
  [[nodiscard]] std::int64_t vouched(int shard) const;
  /// The hashes of a shard's entries, from the given one of them on, made to fit what is there now.
  void rehash(int shard, std::size_t first);
};

/// Exports with it; at least one checkpoint is in.
AuditExport export_audit(const Daemon& daemon);
/// Verifies with it, without any database; exit status and what it said.
Ended verify(const AuditExport& audit);

/// "shard 5, entry 3": how every complaint begins.
std::string place_text(int shard, std::int64_t seq);

}  // namespace herald::test

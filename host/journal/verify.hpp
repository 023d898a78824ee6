#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/event.hpp"
#include "host/journal/checkpoint.hpp"
#include "host/journal/manifest.hpp"

namespace herald::journal {

enum class Tampering : std::uint8_t {
  WrongStart,     ///< the first entry is not number 1 and follows no checkpoint
  Gap,            ///< an entry is missing, repeated or out of order
  Content,        ///< salt and data do not give the content hash, or one of them was removed alone
  Chain,          ///< the fields and the entry before do not give the chain hash
  Truncated,      ///< a checkpoint or the manifest vouches for an entry that is not there
  Rewritten,      ///< a checkpoint or the manifest vouches for another hash of this entry
  BadCheckpoint,  ///< its signature is wrong or of a key that is not trusted
  BadManifest,    ///< the same of the export's manifest
  Unlisted,       ///< the manifest does not know this entry
};
std::string_view to_text(Tampering kind);

/// One finding. [value]
struct Complaint {
  Tampering kind{};
  int shard{};
  std::int64_t seq{};
  std::string text{};  ///< one sentence naming shard and seq
};

/// What a verification found. [value]
struct Report {
  std::vector<Complaint> complaints{};
  std::int64_t entries{0};
  std::int64_t erased{0};  ///< entries whose salt and data are gone; their chain still holds
  std::map<int, domain::ChainHead> heads{};  ///< last entry of each shard
  [[nodiscard]] bool intact() const { return complaints.empty(); }
};

/// Checks an export, shard by shard in order of seq; shards may be interleaved. Pure: no clock, no I/O.
/// Without checkpoints it cannot notice that the end of a shard was cut off or wholly recomputed. [one
/// thread]
class Verifier {
 public:
  /// `trusted_keys`: hex Ed25519 keys that the caller knows from elsewhere than the export. A checkpoint
  /// also vouches for where an export may begin, since retention closes at checkpoints.
  explicit Verifier(const std::vector<Checkpoint>& checkpoints = {},
                    const std::vector<std::string>& trusted_keys = {});

  /// Before the first entry: every shard must run from entry 1 to exactly the manifest's head.
  void cover(const Manifest& manifest);
  void feed(const domain::JournalEntry& entry);
  /// Call once, after the last entry.
  Report finish();

 private:
  /// The chain hash that a checkpoint vouches for, empty when none does.
  [[nodiscard]] std::string vouched(int shard, std::int64_t seq) const;
  void check_listed(const domain::JournalEntry& entry);
  void check_place(const domain::JournalEntry& entry);
  void check_content(const domain::JournalEntry& entry);
  void complain(Tampering kind, int shard, std::int64_t seq, std::string_view what);

  void vouch(int shard, const domain::ChainHead& head);

  std::vector<std::string> trusted_keys_;
  std::map<int, std::map<std::int64_t, std::string>> vouched_;  // shard → seq → chain hash
  std::optional<std::map<int, domain::ChainHead>> listed_;      // by the manifest
  Report report_;
};

}  // namespace herald::journal

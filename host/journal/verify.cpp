#include "host/journal/verify.hpp"

#include <algorithm>
#include <utility>

#include "host/journal/chain.hpp"

namespace herald::journal {

std::string_view to_text(Tampering kind) {
  switch (kind) {
    case Tampering::WrongStart:
      return "wrong_start";
    case Tampering::Gap:
      return "gap";
    case Tampering::Content:
      return "content";
    case Tampering::Chain:
      return "chain";
    case Tampering::Truncated:
      return "truncated";
    case Tampering::Rewritten:
      return "rewritten";
    case Tampering::BadCheckpoint:
      return "bad_checkpoint";
  }
  return "unknown";
}

Verifier::Verifier(const std::vector<Checkpoint>& checkpoints, const std::vector<std::string>& trusted_keys) {
  for (const Checkpoint& each : checkpoints) {
    const bool trusted =
        std::ranges::any_of(trusted_keys, [&](const std::string& key) { return genuine(each, key); });
    if (!trusted) {
      complain(Tampering::BadCheckpoint, each.shard, each.seq,
               "the checkpoint is not signed by a trusted key");
      continue;
    }
    const auto [place, fresh] = vouched_[each.shard].try_emplace(each.seq, each.chain_hash);
    if (!fresh && place->second != each.chain_hash) {
      complain(Tampering::Rewritten, each.shard, each.seq, "two checkpoints vouch for different entries");
    }
  }
}

std::string Verifier::vouched(int shard, std::int64_t seq) const {
  const auto of_shard = vouched_.find(shard);
  if (of_shard == vouched_.end()) return {};
  const auto found = of_shard->second.find(seq);
  return found == of_shard->second.end() ? std::string{} : found->second;
}

void Verifier::feed(const domain::JournalEntry& entry) {
  ++report_.entries;
  check_place(entry);
  check_content(entry);
  const std::string expected = vouched(entry.shard, entry.seq);
  if (!expected.empty() && expected != entry.chain_hash) {
    complain(Tampering::Rewritten, entry.shard, entry.seq, "a checkpoint vouches for another hash");
  }
  // The hash as found, so that one change gives one complaint and what follows is still checked.
  report_.heads[entry.shard] = {.seq = entry.seq, .hash = entry.chain_hash};
}

void Verifier::check_place(const domain::JournalEntry& entry) {
  const auto head = report_.heads.find(entry.shard);
  const bool first = head == report_.heads.end();
  std::string previous = first ? vouched(entry.shard, entry.seq - 1) : head->second.hash;
  if (first && entry.seq != 1 && previous.empty()) {
    complain(Tampering::WrongStart, entry.shard, entry.seq,
             "expected entry 1, or the one after a checkpoint");
    return;
  }
  if (!first && entry.seq != head->second.seq + 1) {
    complain(Tampering::Gap, entry.shard, entry.seq,
             "expected entry " + std::to_string(head->second.seq + 1));
    return;
  }
  if (chain_hash(previous, entry) != entry.chain_hash) {
    complain(Tampering::Chain, entry.shard, entry.seq,
             "the chain hash does not follow from the entry before");
  }
}

void Verifier::check_content(const domain::JournalEntry& entry) {
  const std::string& data = entry.event.data_json;
  if (entry.salt.empty() && data.empty()) {
    ++report_.erased;
    return;
  }
  if (content_hash(entry.salt, data) != entry.content_hash) {
    complain(Tampering::Content, entry.shard, entry.seq, "salt and data do not give the content hash");
  }
}

Report Verifier::finish() {
  for (const auto& [shard, checkpoints] : vouched_) {
    const std::int64_t last = checkpoints.rbegin()->first;
    const auto head = report_.heads.find(shard);
    const std::int64_t found = head == report_.heads.end() ? 0 : head->second.seq;
    if (found < last) {
      complain(Tampering::Truncated, shard, last,
               "a checkpoint vouches for this entry, the last one found is " + std::to_string(found));
    }
  }
  return std::move(report_);
}

void Verifier::complain(Tampering kind, int shard, std::int64_t seq, std::string_view what) {
  report_.complaints.push_back({.kind = kind,
                                .shard = shard,
                                .seq = seq,
                                .text = "shard " + std::to_string(shard) + ", entry " + std::to_string(seq) +
                                        ": " + std::string{what}});
}

}  // namespace herald::journal

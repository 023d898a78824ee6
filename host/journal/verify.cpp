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
    case Tampering::BadManifest:
      return "bad_manifest";
    case Tampering::Unlisted:
      return "unlisted";
  }
  return "unknown";
}

Verifier::Verifier(const std::vector<Checkpoint>& checkpoints, const std::vector<std::string>& trusted_keys)
    : trusted_keys_{trusted_keys} {
  for (const Checkpoint& each : checkpoints) {
    if (std::ranges::any_of(trusted_keys_, [&](const auto& key) { return genuine(each, key); })) {
      vouch(each.shard, {.seq = each.seq, .hash = each.chain_hash});
    } else {
      complain(Tampering::BadCheckpoint, each.shard, each.seq,
               "the checkpoint is not signed by a trusted key");
    }
  }
}

void Verifier::cover(const Manifest& manifest) {
  const bool trusted =
      std::ranges::any_of(trusted_keys_, [&](const auto& key) { return genuine(manifest, key); });
  for (const auto& [shard, head] : manifest.heads) {
    if (trusted) {
      vouch(shard, head);
    } else {
      complain(Tampering::BadManifest, shard, head.seq,
               "the manifest that names it as the last is not signed by a trusted key");
    }
  }
  if (trusted) listed_ = manifest.heads;
}

void Verifier::vouch(int shard, const domain::ChainHead& head) {
  const auto [place, fresh] = vouched_[shard].try_emplace(head.seq, head.hash);
  if (!fresh && place->second != head.hash)
    complain(Tampering::Rewritten, shard, head.seq, "two signatures vouch for different entries");
}

std::string Verifier::vouched(int shard, std::int64_t seq) const {
  const auto of_shard = vouched_.find(shard);
  if (of_shard == vouched_.end()) return {};
  const auto found = of_shard->second.find(seq);
  return found == of_shard->second.end() ? std::string{} : found->second;
}

void Verifier::feed(const domain::JournalEntry& entry) {
  ++report_.entries;
  check_listed(entry);
  check_place(entry);
  check_content(entry);
  const std::string expected = vouched(entry.shard, entry.seq);
  if (!expected.empty() && expected != entry.chain_hash) {
    complain(Tampering::Rewritten, entry.shard, entry.seq, "a signature vouches for another hash");
  }
  // The hash as found, so that one change gives one complaint and what follows is still checked.
  report_.heads[entry.shard] = {.seq = entry.seq, .hash = entry.chain_hash};
}

void Verifier::check_listed(const domain::JournalEntry& entry) {
  if (!listed_) return;
  const auto head = listed_->find(entry.shard);
  if (head == listed_->end() || entry.seq > head->second.seq)
    complain(Tampering::Unlisted, entry.shard, entry.seq, "the manifest does not list this entry");
}

void Verifier::check_place(const domain::JournalEntry& entry) {
  const auto head = report_.heads.find(entry.shard);
  const bool first = head == report_.heads.end();
  std::string previous = first ? vouched(entry.shard, entry.seq - 1) : head->second.hash;
  // With a manifest there is no choice: it lists a shard from its first entry on.
  if (first && entry.seq != 1 && (previous.empty() || listed_)) {
    complain(Tampering::WrongStart, entry.shard, entry.seq,
             listed_ ? "expected entry 1 before it" : "expected entry 1, or the one after a checkpoint");
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
               "a signature vouches for this entry, the last one found is " + std::to_string(found));
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

#include "host/app/audit_desk.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "host/base/hex.hpp"
#include "host/journal/export_line.hpp"
#include "host/journal/manifest.hpp"
#include "host/vault/key_file.hpp"
#include "host/vault/key_ring.hpp"

namespace herald::app {
namespace {

constexpr int kEntriesPerPage = 500;
constexpr std::size_t kSeedBytes = 32;

Result<Done> make_audit_key(const std::string& path, Random& random) {
  std::string seed = to_hex(random.bytes(kSeedBytes)) + "\n";
  auto done = vault::write_new_file(path, seed);
  vault::wipe(seed);
  return done;
}

}  // namespace

Result<journal::CheckpointSigner> audit_signer(const std::string& path, Random& random) {
  std::error_code error;  // what cannot be looked at cannot be read either, and is refused below
  if (!std::filesystem::exists(path, error) && !error)
    if (auto made = make_audit_key(path, random); !made) return made.error();
  auto seed = vault::read_private_file(path);
  if (!seed) return seed.error();
  if (seed->ends_with('\n')) seed->pop_back();
  auto signer = journal::CheckpointSigner::from_seed(*seed);
  vault::wipe(*seed);
  if (signer) return signer;
  return Error{.code = Errc::Invalid,
               .reason = signer.error().reason,
               .detail = "journal.keyfile " + path + ": " + signer.error().detail};
}

Result<std::string> AuditDesk::manifest() {
  const auto newest = ports_.checkpoints.newest();  // before the heads, which only grow
  if (!newest) return newest.error();
  auto heads = ports_.checkpoints.heads();
  if (!heads) return std::move(heads).error();
  // What was cut off in the database must not get a signature that says so be it.
  for (const auto& [shard, vouched] : *newest)
    if (const std::int64_t found = (*heads)[shard].seq; found < vouched.seq)
      return Error{.code = Errc::Conflict,
                   .reason = "journal_truncated",
                   .detail = "shard " + std::to_string(shard) + ", entry " + std::to_string(vouched.seq) +
                             ": a checkpoint vouches for it, the last entry found is " +
                             std::to_string(found)};
  return journal::format_line(journal::make_manifest(signer_, ports_.clock.now(), *std::move(heads))) + "\n";
}

Result<std::string> AuditDesk::lines(const api::AuditRange& range) {
  if (range.after >= range.until) return std::string{};
  const std::int64_t count = std::min<std::int64_t>(range.until - range.after, kEntriesPerPage);
  const auto entries = ports_.journal.read(range.shard, range.after, static_cast<int>(count));
  if (!entries) return entries.error();
  if (entries->empty()) return std::string{};
  const auto checkpoints = ports_.checkpoints.read(range.shard, range.after, entries->back().seq);
  if (!checkpoints) return checkpoints.error();
  std::string out;
  auto next = checkpoints->begin();
  for (const domain::JournalEntry& entry : *entries) {
    out += journal::format_line(entry) + "\n";
    for (; next != checkpoints->end() && next->seq <= entry.seq; ++next)
      out += journal::format_line(*next) + "\n";
  }
  return out;
}

Result<std::vector<domain::Checkpoint>> AuditDesk::ours() {
  std::vector<domain::Checkpoint> out;
  for (int shard = 0; shard < domain::kShards; ++shard) {
    const auto all = ports_.checkpoints.read(shard, 0, std::numeric_limits<std::int64_t>::max());
    if (!all) return all.error();
    std::ranges::copy_if(*all, std::back_inserter(out),
                         [&](const auto& each) { return each.public_key == signer_.public_key(); });
  }
  return out;
}

Result<journal::Report> AuditDesk::verify() {
  const auto checkpoints = ours();  // before the heads, which only grow
  if (!checkpoints) return checkpoints.error();
  const auto heads = ports_.checkpoints.heads();
  if (!heads) return heads.error();
  journal::Verifier verifier{*checkpoints, {signer_.public_key()}};
  verifier.cover(journal::make_manifest(signer_, ports_.clock.now(), *heads));
  for (const auto& [shard, head] : *heads) {
    for (std::int64_t seq = 0; seq < head.seq; seq += kEntriesPerPage) {  // on, even where there is a gap
      const std::int64_t count = std::min<std::int64_t>(head.seq - seq, kEntriesPerPage);
      const auto page = ports_.journal.read(shard, seq, static_cast<int>(count));
      if (!page) return page.error();
      for (const domain::JournalEntry& entry : *page) verifier.feed(entry);
    }
  }
  return verifier.finish();
}

}  // namespace herald::app

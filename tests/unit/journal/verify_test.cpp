#include "host/journal/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/journal/chain.hpp"
#include "tests/unit/journal/sample_chain.hpp"
#include "tests/unit/journal/signer.hpp"

namespace herald::journal {
namespace {

using Entries = std::vector<domain::JournalEntry>;

struct Finding {
  Tampering kind;
  std::int64_t seq;
  bool operator==(const Finding&) const = default;
};
void PrintTo(const Finding& finding, std::ostream* out) {
  *out << to_text(finding.kind) << "@" << finding.seq;
}

Report verify(const Entries& entries, const std::vector<Checkpoint>& checkpoints = {},
              const std::vector<std::string>& keys = {}) {
  Verifier verifier{checkpoints, keys};
  for (const auto& entry : entries) verifier.feed(entry);
  return verifier.finish();
}

std::vector<Finding> findings(const Report& report) {
  std::vector<Finding> out;
  for (const Complaint& complaint : report.complaints) out.push_back({complaint.kind, complaint.seq});
  return out;
}

/// Hashes of `entries` from index `first` on, made to fit what is there now.
void recompute(Entries& entries, std::size_t first) {
  for (std::size_t i = first; i < entries.size(); ++i) {
    entries[i].content_hash = content_hash(entries[i].salt, entries[i].event.data_json);
    entries[i].chain_hash = chain_hash(i == 0 ? "" : entries[i - 1].chain_hash, entries[i]);
  }
}

class TamperedJournal : public ::testing::Test {
 protected:
  static Checkpoint checkpoint(const CheckpointSigner& by, const domain::JournalEntry& at) {
    return by.sign(at.shard, {.seq = at.seq, .hash = at.chain_hash});
  }
  /// With the checkpoint that was signed over the untouched last entry.
  std::vector<Finding> against_checkpoint() {
    return findings(verify(entries_, {checkpoint_}, {ours_.public_key()}));
  }
  std::vector<Finding> alone() { return findings(verify(entries_)); }

  CheckpointSigner ours_{signer('1')};
  Entries entries_{sample_chain(6, 10)};
  Checkpoint checkpoint_{checkpoint(ours_, entries_.back())};
};

using F = std::vector<Finding>;

TEST_F(TamperedJournal, is_intact_when_nobody_touched_it) {
  const Report report = verify(entries_, {checkpoint_}, {ours_.public_key()});
  EXPECT_TRUE(report.intact()) << report.complaints.front().text;
  EXPECT_EQ(report.entries, 10);
  EXPECT_EQ(report.heads.at(6).seq, 10);
  EXPECT_EQ(report.heads.at(6).hash, entries_.back().chain_hash);
}

TEST_F(TamperedJournal, shows_a_flipped_bit_of_the_data) {
  entries_[4].event.data_json[2] ^= 1;
  EXPECT_EQ(alone(), (F{{Tampering::Content, 5}}));
}

TEST_F(TamperedJournal, shows_a_flipped_bit_of_every_other_stored_text) {
  const std::vector<std::string domain::Event::*> texts{&domain::Event::type, &domain::Event::actor,
                                                        &domain::Event::subject_kind, &domain::Event::subject,
                                                        &domain::Event::cause};
  for (const auto text : texts) {
    Entries changed = entries_;
    (changed[4].event.*text)[0] ^= 1;
    EXPECT_EQ(findings(verify(changed)), (F{{Tampering::Chain, 5}}));
  }
}

TEST_F(TamperedJournal, shows_a_flipped_salt_content_hash_or_chain_hash) {
  Entries changed = entries_;
  changed[4].salt[0] ^= 1;
  EXPECT_EQ(findings(verify(changed)), (F{{Tampering::Content, 5}}));
  changed = entries_;
  changed[4].content_hash[0] ^= 1;
  EXPECT_EQ(findings(verify(changed)), (F{{Tampering::Chain, 5}, {Tampering::Content, 5}}));
  changed = entries_;
  changed[4].chain_hash[0] ^= 1;
  EXPECT_EQ(findings(verify(changed)), (F{{Tampering::Chain, 5}, {Tampering::Chain, 6}}));
}

TEST_F(TamperedJournal, shows_that_the_first_entry_was_deleted) {
  entries_.erase(entries_.begin());
  EXPECT_EQ(alone(), (F{{Tampering::WrongStart, 2}}));
}

TEST_F(TamperedJournal, shows_that_a_middle_entry_was_deleted) {
  entries_.erase(entries_.begin() + 4);
  EXPECT_EQ(alone(), (F{{Tampering::Gap, 6}}));
}

TEST_F(TamperedJournal, shows_a_middle_deletion_that_was_renumbered) {
  entries_.erase(entries_.begin() + 4);
  for (std::size_t i = 4; i < entries_.size(); ++i) --entries_[i].seq;
  EXPECT_FALSE(alone().empty());
  EXPECT_EQ(alone().front(), (Finding{Tampering::Chain, 5}));
}

TEST_F(TamperedJournal, shows_that_the_last_entry_was_deleted) {
  entries_.pop_back();
  EXPECT_EQ(against_checkpoint(), (F{{Tampering::Truncated, 10}}));
}

TEST_F(TamperedJournal, shows_two_swapped_entries) {
  std::swap(entries_[4], entries_[5]);
  EXPECT_EQ(alone(), (F{{Tampering::Gap, 6}, {Tampering::Gap, 5}, {Tampering::Gap, 7}}));
}

TEST_F(TamperedJournal, shows_two_entries_whose_contents_were_swapped) {
  std::swap(entries_[4].event, entries_[5].event);
  const auto found = alone();
  for (const std::int64_t seq : {5, 6}) {
    EXPECT_NE(std::ranges::find(found, Finding{Tampering::Chain, seq}), found.end());
    EXPECT_NE(std::ranges::find(found, Finding{Tampering::Content, seq}), found.end());
  }
}

TEST_F(TamperedJournal, shows_an_entry_that_was_replaced_and_rehashed) {
  entries_[4].event.data_json = R"({"status":"NOTHING"})";
  entries_[4].content_hash = content_hash(entries_[4].salt, entries_[4].event.data_json);
  entries_[4].chain_hash = chain_hash(entries_[3].chain_hash, entries_[4]);
  EXPECT_EQ(alone(), (F{{Tampering::Chain, 6}}));
}

TEST_F(TamperedJournal, shows_a_tail_that_was_wholly_recomputed) {
  entries_[4].event.data_json = R"({"status":"NOTHING"})";
  recompute(entries_, 4);
  EXPECT_EQ(alone(), F{});  // only a checkpoint kept elsewhere can tell
  EXPECT_EQ(against_checkpoint(), (F{{Tampering::Rewritten, 10}}));
}

TEST_F(TamperedJournal, shows_a_truncated_tail_and_a_removed_shard) {
  entries_.resize(6);
  EXPECT_EQ(against_checkpoint(), (F{{Tampering::Truncated, 10}}));
  entries_.clear();
  EXPECT_EQ(against_checkpoint(), (F{{Tampering::Truncated, 10}}));
}

TEST_F(TamperedJournal, shows_a_rewritten_chain_signed_with_another_key) {
  entries_[4].event.data_json = R"({"status":"NOTHING"})";
  recompute(entries_, 4);
  const auto theirs = signer('2');
  EXPECT_EQ(findings(verify(entries_, {checkpoint(theirs, entries_.back())}, {ours_.public_key()})),
            (F{{Tampering::BadCheckpoint, 10}}));
}

TEST_F(TamperedJournal, shows_a_checkpoint_moved_to_another_entry) {
  Checkpoint moved = checkpoint_;
  moved.seq = 9;
  moved.chain_hash = entries_[8].chain_hash;
  EXPECT_EQ(findings(verify(entries_, {moved}, {ours_.public_key()})), (F{{Tampering::BadCheckpoint, 9}}));
}

TEST_F(TamperedJournal, trusts_no_checkpoint_without_a_key) {
  EXPECT_EQ(findings(verify(entries_, {checkpoint_}, {})), (F{{Tampering::BadCheckpoint, 10}}));
}

TEST_F(TamperedJournal, shows_two_genuine_checkpoints_that_contradict_each_other) {
  Entries other = sample_chain(6, 10);
  EXPECT_EQ(findings(verify(entries_, {checkpoint_, checkpoint(ours_, other.back())}, {ours_.public_key()})),
            (F{{Tampering::Rewritten, 10}}));
}

TEST_F(TamperedJournal, shows_a_repeated_entry) {
  entries_.insert(entries_.begin() + 5, entries_[4]);
  EXPECT_EQ(alone(), (F{{Tampering::Gap, 5}}));
}

TEST_F(TamperedJournal, shows_salt_or_data_that_was_erased_alone) {
  Entries changed = entries_;
  changed[4].salt.clear();
  EXPECT_EQ(findings(verify(changed)), (F{{Tampering::Content, 5}}));
  changed = entries_;
  changed[4].event.data_json.clear();
  EXPECT_EQ(findings(verify(changed)), (F{{Tampering::Content, 5}}));
}

TEST(Verifier, accepts_entries_whose_salt_and_data_were_erased_together) {
  Entries entries = sample_chain(6, 5);
  entries[2].salt.clear();
  entries[2].event.data_json.clear();
  const Report report = verify(entries);
  EXPECT_TRUE(report.intact());
  EXPECT_EQ(report.erased, 1);
}

TEST(Verifier, lets_an_export_begin_after_a_checkpoint) {
  const auto ours = signer('1');
  Entries entries = sample_chain(6, 10);
  const Checkpoint start = ours.sign(6, {.seq = 4, .hash = entries[3].chain_hash});
  entries.erase(entries.begin(), entries.begin() + 4);
  EXPECT_TRUE(verify(entries, {start}, {ours.public_key()}).intact());
  entries.erase(entries.begin());
  EXPECT_EQ(findings(verify(entries, {start}, {ours.public_key()})), (F{{Tampering::WrongStart, 6}}));
}

TEST(Verifier, accepts_checkpoints_of_an_older_trusted_key) {
  const auto old = signer('1');
  const auto fresh = signer('2');
  const Entries entries = sample_chain(6, 4);
  const std::vector<Checkpoint> checkpoints{old.sign(6, {.seq = 2, .hash = entries[1].chain_hash}),
                                            fresh.sign(6, {.seq = 4, .hash = entries[3].chain_hash})};
  EXPECT_TRUE(verify(entries, checkpoints, {old.public_key(), fresh.public_key()}).intact());
}

TEST(Verifier, keeps_shards_apart) {
  const Entries a = sample_chain(1, 3);
  Entries b = sample_chain(2, 3);
  b[1].event.actor = "node";
  const Report report = verify({a[0], b[0], b[1], a[1], a[2], b[2]});
  ASSERT_EQ(report.complaints.size(), 1U);
  EXPECT_EQ(report.complaints[0].shard, 2);
  EXPECT_EQ(report.complaints[0].text,
            "shard 2, entry 2: the chain hash does not follow from the entry before");
  EXPECT_EQ(report.heads.size(), 2U);
}

TEST(Verifier, refuses_an_entry_taken_from_another_shard) {
  Entries a = sample_chain(1, 2);
  const Entries b = sample_chain(2, 2);
  a[1] = b[1];
  a[1].shard = 1;
  EXPECT_EQ(findings(verify(a)), (F{{Tampering::Chain, 2}}));
}

TEST(Verifier, is_content_with_an_empty_export) { EXPECT_TRUE(verify({}).intact()); }

}  // namespace
}  // namespace herald::journal

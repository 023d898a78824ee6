#include "host/journal/manifest.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "host/journal/export_line.hpp"
#include "host/journal/verify.hpp"
#include "tests/unit/journal/sample_chain.hpp"
#include "tests/unit/journal/signer.hpp"

namespace herald::journal {
namespace {

const Instant kAt{std::chrono::milliseconds{1'700'000'000'123}};

/// Two shards, five and three entries long.
class SignedExport : public ::testing::Test {
 protected:
  using Entries = std::vector<domain::JournalEntry>;
  [[nodiscard]] Manifest manifest(const CheckpointSigner& by) const {
    return make_manifest(by, kAt, {{2, {.seq = 5, .hash = long_end_}}, {9, {.seq = 3, .hash = short_end_}}});
  }
  /// The first complaint, or nothing.
  std::string check(const Manifest& manifest) {
    Verifier verifier{{}, {ours_.public_key()}};
    verifier.cover(manifest);
    for (const Entries& shard : {long_, short_})
      for (const auto& entry : shard) verifier.feed(entry);
    const Report report = verifier.finish();
    return report.intact() ? "" : report.complaints.front().text;
  }

  CheckpointSigner ours_{signer('1')};
  Entries long_{sample_chain(2, 5)};
  Entries short_{sample_chain(9, 3)};
  // As they were when the export was made.
  const std::string long_end_{long_.back().chain_hash};
  const std::string short_end_{short_.back().chain_hash};
};

TEST_F(SignedExport, is_intact_as_it_was_listed) { EXPECT_EQ(check(manifest(ours_)), ""); }

TEST_F(SignedExport, whose_manifest_another_key_signed_is_refused) {
  EXPECT_EQ(check(manifest(signer('2'))),
            "shard 2, entry 5: the manifest that names it as the last is not signed by a trusted key");
}

TEST_F(SignedExport, is_not_genuine_after_any_change) {
  const std::vector<std::function<void(Manifest&)>> changes{
      [](Manifest& m) { m.at += std::chrono::milliseconds{1}; },
      [](Manifest& m) { m.heads.erase(9); },
      [](Manifest& m) { m.heads[2].seq = 4; },
      [](Manifest& m) { m.heads[2].hash[0] ^= 1; },
      [](Manifest& m) { m.public_key = signer('2').public_key(); },
      [](Manifest& m) { m.signature[0] = m.signature[0] == '0' ? '1' : '0'; },
  };
  EXPECT_TRUE(genuine(manifest(ours_), ours_.public_key()));
  for (const auto& change : changes) {
    Manifest changed = manifest(ours_);
    change(changed);
    EXPECT_FALSE(genuine(changed, ours_.public_key()));
    EXPECT_FALSE(genuine(changed, changed.public_key));
  }
}

TEST_F(SignedExport, that_lost_the_end_of_a_shard_is_caught) {
  long_.pop_back();
  EXPECT_EQ(check(manifest(ours_)),
            "shard 2, entry 5: a signature vouches for this entry, the last one found is 4");
}

TEST_F(SignedExport, that_lost_a_whole_shard_is_caught) {
  short_.clear();
  EXPECT_EQ(check(manifest(ours_)),
            "shard 9, entry 3: a signature vouches for this entry, the last one found is 0");
}

TEST_F(SignedExport, that_lost_its_beginning_is_caught_although_a_checkpoint_vouches_for_it) {
  const Checkpoint start = ours_.sign(2, {.seq = 1, .hash = long_.front().chain_hash});
  Verifier verifier{{start}, {ours_.public_key()}};
  verifier.cover(manifest(ours_));
  for (std::size_t i = 1; i < long_.size(); ++i) verifier.feed(long_[i]);
  for (const auto& entry : short_) verifier.feed(entry);
  const Report report = verifier.finish();
  ASSERT_EQ(report.complaints.size(), 1U);
  EXPECT_EQ(report.complaints.front().text, "shard 2, entry 2: expected entry 1 before it");
}

TEST_F(SignedExport, with_an_entry_too_many_is_caught) {
  SystemRandom random;
  ChainSealer sealer{random};
  short_.push_back(sealer.seal(9, {.seq = 3, .hash = short_.back().chain_hash}, sample_event(4)));
  EXPECT_EQ(check(manifest(ours_)), "shard 9, entry 4: the manifest does not list this entry");
}

TEST_F(SignedExport, whose_last_entry_was_replaced_is_caught) {
  auto& last = long_.back();
  last.event.actor = "somebody else";
  SystemRandom random;
  ChainSealer sealer{random};
  last = sealer.seal(2, {.seq = 4, .hash = long_[3].chain_hash}, last.event);
  EXPECT_EQ(check(manifest(ours_)), "shard 2, entry 5: a signature vouches for another hash");
}

TEST_F(SignedExport, gives_its_manifest_back_from_a_line) {
  const auto parsed = parse_line(format_line(manifest(ours_)));
  ASSERT_TRUE(parsed) << parsed.error().detail;
  ASSERT_TRUE(parsed->manifest);
  EXPECT_TRUE(genuine(*parsed->manifest, ours_.public_key()));
  EXPECT_EQ(format_line(*parsed->manifest), format_line(manifest(ours_)));
  EXPECT_FALSE(parsed->entry || parsed->checkpoint);
}

TEST_F(SignedExport, names_a_shard_once) {
  const auto parsed = parse_line(
      R"({"kind":"manifest","at":"2026-01-01T00:00:00.000Z","heads":[{"shard":1,"seq":1,"chain_hash":"a"},)"
      R"({"shard":1,"seq":2,"chain_hash":"b"}],"public_key":"k","signature":"s"})");
  ASSERT_FALSE(parsed);
  ASSERT_EQ(parsed.error().problems.size(), 1U);
  EXPECT_EQ(parsed.error().problems[0].pointer, "/heads/1/shard");
}

}  // namespace
}  // namespace herald::journal

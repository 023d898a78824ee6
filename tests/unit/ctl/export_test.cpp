#include <gtest/gtest.h>

#include <sstream>

#include "host/ctl/export_check.hpp"
#include "host/journal/chain.hpp"
#include "host/journal/export_line.hpp"

namespace herald::ctl {
namespace {

/// Three chained entries of one shard, one line each.
std::vector<std::string> export_lines() {
  std::vector<std::string> lines;
  std::string previous;
  for (std::int64_t seq = 1; seq <= 3; ++seq) {
    domain::JournalEntry entry;
    entry.shard = 5;
    entry.seq = seq;
    entry.event.type = "message.accepted";
    entry.event.tenant = domain::TenantId{"01890000-0000-7000-8000-000000000001"};
    entry.event.actor = "node";
    entry.event.subject_kind = "message";
    entry.event.subject = "01890000-0000-7000-8000-0000000000aa";
    entry.event.subject_version = seq;
    entry.salt = std::string(32, 'a');
    entry.content_hash = journal::content_hash(entry.salt, entry.event.data_json);
    entry.chain_hash = journal::chain_hash(previous, entry);
    previous = entry.chain_hash;
    lines.push_back(journal::format_line(entry));
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

Result<std::string> check(const std::string& text, const std::vector<std::string>& keys = {}) {
  std::istringstream stream{text};
  return check_export(stream, keys);
}

journal::CheckpointSigner signer() {
  return journal::CheckpointSigner::from_seed(std::string(64, '1')).value();
}

/// The same with its manifest in front.
std::vector<std::string> signed_lines() {
  auto lines = export_lines();
  const auto last = journal::parse_line(lines.back()).value().entry.value();
  const Instant at{std::chrono::milliseconds{1'700'000'000'000}};
  lines.insert(lines.begin(), journal::format_line(journal::make_manifest(
                                  signer(), at, {{5, {.seq = 3, .hash = last.chain_hash}}})));
  return lines;
}

TEST(ExportCheck, an_untouched_export_is_intact) {
  EXPECT_EQ(check(joined(export_lines())).value(),
            R"({"intact":true,"entries":3,"erased":0,"checkpoints":0,"signed_at":null,"complaints":[]})");
}

TEST(ExportCheck, a_missing_entry_is_named) {
  auto lines = export_lines();
  lines.erase(lines.begin() + 1);
  const std::string report = check(joined(lines)).value();
  EXPECT_NE(report.find(R"("intact":false)"), std::string::npos) << report;
  EXPECT_NE(report.find(R"("shard":5,"seq":3)"), std::string::npos) << report;
}

TEST(ExportCheck, a_signed_export_is_intact_for_who_knows_the_key) {
  EXPECT_EQ(check(joined(signed_lines()), {signer().public_key()}).value(),
            R"({"intact":true,"entries":3,"erased":0,"checkpoints":0,"signed_at":"2023-11-14T22:13:20.000Z",)"
            R"("complaints":[]})");
}

TEST(ExportCheck, a_signed_export_proves_nothing_without_a_key) {
  const auto report = check(joined(signed_lines()));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason, "key_needed");
}

TEST(ExportCheck, a_key_proves_nothing_without_a_manifest) {
  const auto report = check(joined(export_lines()), {signer().public_key()});
  ASSERT_FALSE(report);
  EXPECT_TRUE(report.error().detail.starts_with("expected one manifest, found 0")) << report.error().detail;
}

TEST(ExportCheck, an_export_without_entries_proves_nothing) { EXPECT_FALSE(check("")); }

TEST(ExportCheck, a_line_that_is_no_entry_is_named_by_number) {
  auto lines = export_lines();
  lines[1] = "{}";
  const auto report = check(joined(lines));
  ASSERT_FALSE(report);
  EXPECT_TRUE(report.error().detail.starts_with("line 2: ")) << report.error().detail;
}

}  // namespace
}  // namespace herald::ctl

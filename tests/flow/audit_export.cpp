#include "tests/flow/audit_export.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/journal/chain.hpp"
#include "host/journal/export_line.hpp"

namespace herald::test {
namespace {

constexpr std::chrono::seconds kLimit{60};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::vector<std::size_t> AuditExport::places(int shard) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto line = journal::parse_line(lines[i]);
    if (line && line->entry && line->entry->shard == shard) out.push_back(i);
  }
  return out;
}

domain::JournalEntry AuditExport::entry(std::size_t place) const {
  return journal::parse_line(lines.at(place)).value().entry.value();
}

void AuditExport::put(std::size_t place, const domain::JournalEntry& entry) {
  lines.at(place) = journal::format_line(entry);
}

int AuditExport::longest() const {
  std::map<int, int> counts;
  int best = 0;
  for (const std::string& line : lines)
    if (const auto read = journal::parse_line(line); read && read->entry)
      if (++counts[read->entry->shard] > counts[best]) best = read->entry->shard;
  return best;
}

std::int64_t AuditExport::vouched(int shard) const {
  std::int64_t last = 0;
  for (const std::string& line : lines)
    if (const auto read = journal::parse_line(line);
        read && read->checkpoint && read->checkpoint->shard == shard)
      last = std::max(last, read->checkpoint->seq);
  return last;
}

void AuditExport::rehash(int shard, std::size_t first) {
  const auto all = places(shard);
  for (std::size_t i = first; i < all.size(); ++i) {
    domain::JournalEntry changed = entry(all[i]);
    changed.content_hash = journal::content_hash(changed.salt, changed.event.data_json);
    changed.chain_hash = journal::chain_hash(i == 0 ? "" : entry(all[i - 1]).chain_hash, changed);
    put(all[i], changed);
  }
}

AuditExport export_audit(const Daemon& daemon) {
  AuditExport audit;
  const auto path = daemon.directory() / "export.ndjson";
  const bool has_checkpoint = eventually([&] {
    const Ended made = heraldctl(daemon, {"audit", "export", "--out", path.string()});
    EXPECT_EQ(made.status, 0) << made.output;
    const std::string text = read_file(path);
    audit.lines = lines_of(text);
    return text.find(R"("kind":"checkpoint")") != std::string::npos;
  });
  EXPECT_TRUE(has_checkpoint);
  const Ended key = heraldctl(daemon, {"audit", "key", "--json"});
  EXPECT_EQ(key.status, 0) << key.output;
  audit.key = nlohmann::json::parse(key.output).at("public_key").get<std::string>();
  return audit;
}

Ended verify(const AuditExport& audit) {
  const TemporaryDirectory directory;
  std::string text;
  for (const std::string& line : audit.lines) text += line + "\n";
  write_file(directory.path() / "export", text);
  return run_to_end({built("bin/heraldctl").string(), "audit", "verify", "--export",
                     (directory.path() / "export").string(), "--key", audit.key},
                    kLimit);
}

std::string place_text(int shard, std::int64_t seq) {
  return "shard " + std::to_string(shard) + ", entry " + std::to_string(seq) + ":";
}

}  // namespace herald::test

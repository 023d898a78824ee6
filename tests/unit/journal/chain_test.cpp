#include "host/journal/chain.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "tests/unit/journal/sample_chain.hpp"

namespace herald::journal {
namespace {

using domain::JournalEntry;

TEST(ContentHash, is_sha256_of_salt_and_data) {
  // FIPS 180-4 example "abc".
  EXPECT_EQ(content_hash("a", "bc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ChainHash, stays_the_same_from_release_to_release) {
  JournalEntry entry{.shard = 7, .seq = 42, .event = sample_event(1)};
  entry.content_hash = content_hash("00112233445566778899aabbccddeeff", entry.event.data_json);
  // Computed from the documented layout by another program (Python's hashlib and struct).
  EXPECT_EQ(chain_hash("previous", entry),
            "56b39e3f8ba36ea90c2c85152d803c671f418b29d7b0074924a5e119d252804e");
}

TEST(ChainHash, changes_with_every_field) {
  const JournalEntry base = sample_chain(7, 1).front();
  const std::vector<std::function<void(JournalEntry&)>> changes{
      [](JournalEntry& e) { e.shard = 8; },
      [](JournalEntry& e) { e.seq = 2; },
      [](JournalEntry& e) { e.event.type = "message.sent"; },
      [](JournalEntry& e) { e.event.tenant.text = "tenant-2"; },
      [](JournalEntry& e) { e.event.actor = "node"; },
      [](JournalEntry& e) { e.event.subject_kind = "channel"; },
      [](JournalEntry& e) { e.event.subject = "other"; },
      [](JournalEntry& e) { e.event.subject_version = 4; },
      [](JournalEntry& e) { e.event.cause = "other"; },
      [](JournalEntry& e) { e.event.depth = 3; },
      [](JournalEntry& e) { e.content_hash = std::string(64, '0'); },
      [](JournalEntry& e) { e.event.at += std::chrono::milliseconds{1}; },
  };
  std::set<std::string> seen{chain_hash("", base), chain_hash(std::string(64, '0'), base)};
  for (const auto& change : changes) {
    JournalEntry changed = base;
    change(changed);
    seen.insert(chain_hash("", changed));
  }
  EXPECT_EQ(seen.size(), changes.size() + 2);
}

TEST(ChainHash, tells_apart_fields_whose_border_moved) {
  JournalEntry a;
  a.event.actor = "ab";
  a.event.subject_kind = "c";
  JournalEntry b;
  b.event.actor = "a";
  b.event.subject_kind = "bc";
  JournalEntry c;
  c.event.actor = "";
  c.event.subject_kind = "abc";
  EXPECT_EQ((std::set<std::string>{chain_hash("", a), chain_hash("", b), chain_hash("", c)}.size()), 3U);
}

TEST(ChainSealer, numbers_and_links_entries) {
  const auto chain = sample_chain(3, 3);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    EXPECT_EQ(chain[i].shard, 3);
    EXPECT_EQ(chain[i].seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(chain[i].content_hash, content_hash(chain[i].salt, chain[i].event.data_json));
    EXPECT_EQ(chain[i].chain_hash, chain_hash(i == 0 ? "" : chain[i - 1].chain_hash, chain[i]));
  }
}

TEST(ChainSealer, salts_each_entry_afresh_with_16_bytes) {
  const auto chain = sample_chain(0, 50);
  std::set<std::string> salts;
  for (const JournalEntry& entry : chain) {
    EXPECT_EQ(entry.salt.size(), 32U);
    salts.insert(entry.salt);
  }
  EXPECT_EQ(salts.size(), chain.size());
}

}  // namespace
}  // namespace herald::journal

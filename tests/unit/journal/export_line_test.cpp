#include "host/journal/export_line.hpp"

#include <gtest/gtest.h>

#include "host/journal/chain.hpp"
#include "tests/unit/journal/sample_chain.hpp"

namespace herald::journal {
namespace {

domain::JournalEntry entry_of(const std::string& line) {
  auto parsed = parse_line(line);
  EXPECT_TRUE(parsed.has_value()) << line;
  return parsed ? parsed->entry.value() : domain::JournalEntry{};
}

TEST(ExportLine, holds_one_entry_on_one_line) {
  domain::JournalEntry entry = sample_chain(5, 1).front();
  entry.event.actor = "ctl:new\nline";
  EXPECT_EQ(format_line(entry).find('\n'), std::string::npos);
}

TEST(ExportLine, gives_an_entry_back_so_that_its_hashes_hold) {
  for (const char* data : {"{}", R"({ "spaced" :  [1, 2.50,"ä\u0000\n"] })", R"({"a":"\"quoted\\\""})"}) {
    domain::JournalEntry entry = sample_chain(5, 1).front();
    entry.event.data_json = data;
    entry.content_hash = content_hash(entry.salt, data);
    entry.chain_hash = chain_hash("", entry);
    const domain::JournalEntry back = entry_of(format_line(entry));
    EXPECT_EQ(back.event.data_json, data);
    EXPECT_EQ(content_hash(back.salt, back.event.data_json), back.content_hash);
    EXPECT_EQ(chain_hash("", back), back.chain_hash);
    EXPECT_EQ(format_line(back), format_line(entry));
  }
}

TEST(ExportLine, shows_an_erased_entry_by_nulls) {
  domain::JournalEntry entry = sample_chain(5, 1).front();
  entry.salt.clear();
  entry.event.data_json.clear();
  const std::string line = format_line(entry);
  EXPECT_NE(line.find(R"("data":null,"salt":null)"), std::string::npos) << line;
  EXPECT_EQ(entry_of(line).event.data_json, "");
}

TEST(ExportLine, gives_a_checkpoint_back) {
  const Checkpoint checkpoint{
      .shard = 63, .seq = 9, .chain_hash = "aa", .public_key = "bb", .signature = "cc"};
  const auto parsed = parse_line(format_line(checkpoint));
  ASSERT_TRUE(parsed);
  EXPECT_FALSE(parsed->entry);
  EXPECT_EQ(parsed->checkpoint, checkpoint);
}

TEST(ExportLine, is_refused_when_it_is_neither) {
  const std::string good = format_line(sample_chain(5, 1).front());
  const auto without = [&](const std::string& part) {
    std::string line = good;
    return line.erase(line.find(part), part.size());
  };
  for (const std::string& line :
       {std::string{}, std::string{"{}"}, std::string{"[]"}, std::string{R"({"kind":"other"})"}, good + "x",
        good.substr(1), without(R"("actor":"apikey:k1",)"), without(R"("seq":1,)"),
        R"({"extra":1,)" + good.substr(1), std::string{R"({"kind":"checkpoint","shard":64,"seq":0})"}}) {
    const auto parsed = parse_line(line);
    ASSERT_FALSE(parsed) << line;
    EXPECT_EQ(parsed.error().reason, "bad_export_line");
  }
}

TEST(ExportLine, names_every_problem_of_a_line) {
  const auto parsed =
      parse_line(R"({"kind":"checkpoint","shard":64,"seq":0,"chain_hash":"a","public_key":"b"})");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().problems.size(), 3U);
}

}  // namespace
}  // namespace herald::journal

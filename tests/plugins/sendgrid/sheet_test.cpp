#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>

#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/sendgrid/error_table.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::sendgrid {
namespace {

bool no_sheet() { return !std::filesystem::exists(test::provider_sheet("sendgrid")); }

std::string part(const std::string& from, const std::string& to) {
  return test::provider_sheet_part("sendgrid", from, to);
}

/// Whether a failure is what the sheet calls its class: temporary trouble of a gateway is in doubt besides.
bool belongs(Failure failure, const std::string& sheet_class) {
  static const std::map<std::string, std::vector<Failure>> kClasses{
      {"RATE_LIMITED", {Failure::RateLimited}},
      {"RETRY_LATER", {Failure::RetryLater, Failure::Ambiguous}},
      {"AUTH_CONFIG", {Failure::AuthConfig}},
      {"INVALID_RECIPIENT", {Failure::InvalidRecipient, Failure::Permanent}},
      {"OPT_OUT", {Failure::OptOut, Failure::Complaint}},
      {"PERMANENT", {Failure::Permanent, Failure::Ours}}};
  const auto found = kClasses.find(sheet_class);
  return found != kClasses.end() && std::ranges::find(found->second, failure) != found->second.end();
}

TEST(Sheet, NamesNoStatusThatTheTableLacks) {
  if (no_sheet()) GTEST_SKIP() << "no protocol sheet";
  const std::string table = part("| HTTP | Meaning | Class |", "No idempotency key");
  const std::regex row(R"(\n\| ([0-9, ]+) \|[^\n]*\| ([A-Z_]+)[^|\n]*\|)"), number("[0-9]+");
  int seen = 0;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
    const std::string statuses = (*at)[1], sheet_class = (*at)[2];
    for (std::sregex_iterator each(statuses.begin(), statuses.end(), number); each != end; ++each) {
      const int status = std::stoi(each->str());
      if (status < 300) continue;
      ++seen;
      const bool known =
          std::ranges::any_of(status_rows(), [&](const StatusRow& one) { return one.status == status; });
      EXPECT_TRUE(known && belongs(status_failure(status, ""), sheet_class)) << status << " " << sheet_class;
    }
  }
  EXPECT_EQ(seen, 13) << "the table of section 3 could not be read";
}

TEST(Sheet, NamesNoReasonOfADropThatTheTableLacks) {
  if (no_sheet()) GTEST_SKIP() << "no protocol sheet";
  const std::string line = part("`dropped.reason` values:", "\n");
  const std::regex one(R"(`([^`]+)` \(([A-Z_]+)\))");
  int seen = 0;
  for (std::sregex_iterator at(line.begin(), line.end(), one), end; at != end; ++at, ++seen) {
    const std::string word = provider::lower((*at)[1].str());
    EXPECT_TRUE(std::ranges::any_of(drop_rows(), [&](const WordRow& row) { return row.word == word; }))
        << word;
    EXPECT_TRUE(belongs(drop_failure(word), (*at)[2])) << word;
  }
  EXPECT_EQ(seen, 7);
}

TEST(Sheet, NamesNoClassificationOfABounceThatTheTableLacks) {
  if (no_sheet()) GTEST_SKIP() << "no protocol sheet";
  const std::string line = part("`bounce_classification` [S enum", "→");
  const std::regex one("`([A-Z][^`]+)`");
  int seen = 0;
  for (std::sregex_iterator at(line.begin(), line.end(), one), end; at != end; ++at, ++seen) {
    const std::string word = provider::lower((*at)[1].str());
    const bool known =
        std::ranges::any_of(bounce_rows(), [&](const WordRow& row) { return row.word == word; });
    EXPECT_TRUE(known || word == "unclassified") << word;
  }
  EXPECT_EQ(seen, 8);
}

}  // namespace
}  // namespace herald::sendgrid

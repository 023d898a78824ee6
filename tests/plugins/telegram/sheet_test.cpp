#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "plugins/providers/telegram/error_table.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::telegram {
namespace {

std::filesystem::path sheet() { return test::provider_sheet("telegram"); }

/// The rows of the table of section 4.
std::string table_rows(const std::string& text) {
  const std::size_t start = text.find("| HTTP/code | description contains |");
  const std::size_t end = text.find("\n\n", start);
  return start == std::string::npos ? "" : text.substr(start, end - start);
}

/// The sheet's class in the words of the table.
bool fits(const std::string& word, Failure failure) {
  if (word.starts_with("RCPT")) return failure == Failure::InvalidRecipient || failure == Failure::Blocked;
  if (word.starts_with("PERM")) return failure == Failure::Content;
  if (word.starts_with("RATE")) return failure == Failure::RateLimited;
  if (word.starts_with("RETRY")) return failure == Failure::RetryLater || failure == Failure::SentUnseen;
  if (word.starts_with("AUTH") || word.starts_with("config"))
    return failure == Failure::Credentials || failure == Failure::Config || failure == Failure::Conflict;
  return failure == Failure::InvalidRecipient;  // the group that moved
}

TEST(TelegramSheet, GivesEveryDescriptionTheClassThatTheTableGivesIt) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  std::ostringstream text;
  text << std::ifstream(sheet()).rdbuf();
  const std::string rows = table_rows(text.str());
  const std::regex row("\\| (\\d{3})[^|]*\\| ([^|]*)\\| ([^|]*)\\|");
  const std::regex quoted("`([^`]+)`");
  int seen = 0;
  for (std::sregex_iterator at(rows.begin(), rows.end(), row), end; at != end; ++at) {
    const int status = std::stoi((*at)[1]);
    const std::string descriptions = (*at)[2];
    for (std::sregex_iterator each(descriptions.begin(), descriptions.end(), quoted); each != end;
         ++each, ++seen) {
      const std::string description = (*each)[1];
      EXPECT_TRUE(fits((*at)[3], error_row(status, description).failure)) << status << " " << description;
    }
  }
  EXPECT_GT(seen, 45) << "the table of section 4 could not be read";
}

}  // namespace
}  // namespace herald::telegram

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "plugins/providers/twilio/error_table.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::twilio {
namespace {

std::filesystem::path sheet() { return test::provider_sheet("twilio"); }

/// The rows of the table of section 4.
std::string table_rows(const std::string& text) {
  const std::size_t start = text.find("| Class | Codes |");
  const std::size_t end = text.find("\n\n", start);
  return start == std::string::npos ? "" : text.substr(start, end - start);
}

TEST(Sheet, NamesNoErrorCodeThatTheTableLacks) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  std::ostringstream text;
  text << std::ifstream(sheet()).rdbuf();
  const std::string rows = table_rows(text.str());
  const std::regex codes("\\b([1-6][0-9]{4})(?:–([0-9]{5}))?\\b");
  int seen = 0;
  for (std::sregex_iterator at(rows.begin(), rows.end(), codes), end; at != end; ++at) {
    const int first = std::stoi((*at)[1]);
    const int last = (*at)[2].matched ? std::stoi((*at)[2]) : first;
    for (int code = first; code <= last; ++code, ++seen)
      EXPECT_NE(error_row(code).failure, Failure::Unlisted) << code;
  }
  EXPECT_GT(seen, 150) << "the table of section 4 could not be read";
}

}  // namespace
}  // namespace herald::twilio

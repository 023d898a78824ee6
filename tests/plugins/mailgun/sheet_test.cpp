#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "plugins/providers/mailgun/error_table.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::mailgun {
namespace {

std::filesystem::path sheet() { return test::provider_sheet("mailgun"); }

/// The rows of the table of section 3, each with its statuses, texts and class.
std::vector<std::smatch> rows_of(const std::string& text) {
  static const std::regex kRow{R"(\n\| ([0-9, ]+) \|((?:[^|\\\n]|\\.)*)\| ([A-Z_]+))"};
  std::vector<std::smatch> out;
  for (std::sregex_iterator at(text.begin(), text.end(), kRow), end; at != end; ++at) out.push_back(*at);
  return out;
}

TEST(Sheet, NamesNoErrorThatTheTableLacks) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  std::ostringstream stream;
  stream << std::ifstream(sheet()).rdbuf();
  const std::string whole = stream.str();
  const std::string text = whole.substr(whole.find("## 3."), whole.find("## 4.") - whole.find("## 3."));
  const std::map<std::string, Failure> classes{{"PERMANENT", Failure::Permanent},
                                               {"INVALID_RECIPIENT", Failure::InvalidRecipient},
                                               {"AUTH_CONFIG", Failure::AuthConfig},
                                               {"RATE_LIMITED", Failure::RateLimited},
                                               {"RETRY_LATER", Failure::RetryLater}};
  int seen = 0;
  for (const std::smatch& row : rows_of(text)) {
    const std::string statuses = row[1];
    const std::string texts = row[2];
    const std::regex number{"[0-9]+"};
    for (std::sregex_iterator at(statuses.begin(), statuses.end(), number), end; at != end; ++at, ++seen) {
      const int status = std::stoi(at->str());
      EXPECT_TRUE(std::ranges::any_of(error_rows(), [&](const ErrorRow& one) {
        return one.status == status;
      })) << status;
      const std::regex quoted{"`([^`]+)`"};
      for (std::sregex_iterator word(texts.begin(), texts.end(), quoted); word != end; ++word)
        if (const std::string message = (*word)[1]; message.find(' ') != std::string::npos) {
          EXPECT_EQ(status_failure(status, message), classes.at(row[3])) << message;
        }
    }
  }
  EXPECT_EQ(seen, 14) << "the table of section 3 could not be read";
}

TEST(Sheet, NamesNoReasonOfAFailureThatTheTableLacks) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  std::ostringstream stream;
  stream << std::ifstream(sheet()).rdbuf();
  const std::string whole = stream.str();
  const std::size_t start = whole.find("Permanent failure detail:");
  const std::string text = whole.substr(start, whole.find('\n', start) - start);
  const std::regex reason{"`(suppress-[a-z]+|old|espblock)`"};
  std::size_t seen = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), reason), end; at != end; ++at, ++seen)
    EXPECT_TRUE(std::ranges::any_of(reason_rows(), [&](const ReasonRow& row) {
      return row.reason == (*at)[1].str();
    })) << (*at)[1];
  EXPECT_EQ(seen, reason_rows().size());
}

}  // namespace
}  // namespace herald::mailgun

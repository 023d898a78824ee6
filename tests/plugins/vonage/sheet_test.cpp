#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>

#include "plugins/providers/vonage/error_table.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::vonage {
namespace {

std::filesystem::path sheet() { return test::provider_sheet("vonage"); }

std::string text_between(const std::string& from, const std::string& to) {
  return test::provider_sheet_part("vonage", from, to);
}

/// Whether a failure belongs to a class of the sheet.
bool belongs(Failure failure, const std::string& sheet_class) {
  static const std::map<std::string, std::vector<Failure>> kClasses{
      {"RATE_LIMITED", {Failure::RateLimited, Failure::Crowded}},
      {"RETRY_LATER", {Failure::RetryLater}},
      {"AUTH_CONFIG", {Failure::Credentials, Failure::Config}},
      {"INVALID_RECIPIENT", {Failure::InvalidRecipient}},
      {"OPT_OUT", {Failure::OptOut}},
      {"PERMANENT", {Failure::Permanent, Failure::Duplicate}}};
  const auto found = kClasses.find(sheet_class);
  return found != kClasses.end() && std::ranges::find(found->second, failure) != found->second.end();
}

/// The numbers of a list such as `1, 14, 50–53`.
std::vector<int> numbers_in(const std::string& list) {
  std::vector<int> out;
  const std::regex each("\\b([0-9]+)(?:–([0-9]+))?\\b");
  for (std::sregex_iterator at(list.begin(), list.end(), each), end; at != end; ++at) {
    const int first = std::stoi((*at)[1]);
    const int last = (*at)[2].matched ? std::stoi((*at)[2]) : first;
    for (int code = first; code <= last; ++code) out.push_back(code);
  }
  return out;
}

/// The rows `| codes | meaning | CLASS …`, checked one by one; how many codes there were.
int check_rows(const std::string& table, Failure (*failure_of)(int)) {
  const std::regex row(R"(\n\| ([0-9][0-9, –]*) \|[^|\n]*\| ([A-Z_]+))");
  int seen = 0;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at)
    for (const int code : numbers_in((*at)[1])) {
      if (code == 0) continue;
      EXPECT_TRUE(belongs(failure_of(code), (*at)[2])) << code << " " << (*at)[2];
      ++seen;
    }
  return seen;
}

TEST(Sheet, AgreesWithTheTableOfStatuses) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  EXPECT_EQ(check_rows(text_between("### 2.2", "### 2.3"), sms_failure), 23);
}

TEST(Sheet, AgreesWithTheTableOfReceipts) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  EXPECT_EQ(check_rows(text_between("| err-code |", "Reply 200"), receipt_failure), 22);
}

TEST(Sheet, AgreesWithTheTableOfTheMessagesApi) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  const std::string table = text_between("### 5.1", "HTTP-level");
  const std::regex row(R"(\n\| ([A-Z_]+) \| ([^|\n]+) \|)");
  int seen = 0;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at)
    for (const int code : numbers_in((*at)[2])) {
      if (code < 1000) continue;
      EXPECT_TRUE(belongs(message_failure(code), (*at)[1])) << code << " " << (*at)[1];
      ++seen;
    }
  EXPECT_EQ(seen, 44);
}

}  // namespace
}  // namespace herald::vonage

#include <gtest/gtest.h>
#include <herald/text.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>

#include "plugins/providers/aws_sns/error_table.hpp"
#include "plugins/providers/aws_sns/notice.hpp"
#include "tests/plugins/aws_sns/host_crypto.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::aws_sns {
namespace {

std::filesystem::path sheet() { return test::provider_sheet("aws_sns"); }

std::string text_between(const std::string& from, const std::string& to) {
  return test::provider_sheet_part("aws_sns", from, to);
}

/// Whether a failure belongs to what the sheet says in the cell of a class.
bool belongs(Failure failure, const std::string& cell) {
  static const std::map<std::string, std::vector<Failure>> kClasses{
      {"RATE_LIMITED", {Failure::RateLimited}},
      {"RETRY_LATER", {Failure::RetryLater, Failure::Ambiguous, Failure::Down}},
      {"AUTH_CONFIG", {Failure::Credentials, Failure::Config}},
      {"INVALID_RECIPIENT", {Failure::InvalidRecipient, Failure::Parameter}},
      {"same rule", {Failure::Parameter}},
      {"OPT_OUT", {Failure::OptOut}},
      {"PERMANENT", {Failure::Permanent}},
      {"clock offset", {Failure::Clock, Failure::Credentials}}};
  return std::ranges::any_of(kClasses, [&](const auto& one) {
    return cell.find(one.first) != std::string::npos &&
           std::ranges::find(one.second, failure) != one.second.end();
  });
}

TEST(Sheet, AgreesWithTheTableOfCodes) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  const std::string table = text_between("| Code | HTTP | Class |", "| anything else");
  const std::regex row(R"(\n\| ([^|\n]+) \|[^|\n]*\| ([^|\n]+) \|)");
  const std::regex name("`([A-Za-z]+)`");
  int seen = 0;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
    const std::string codes = (*at)[1];
    for (std::sregex_iterator code(codes.begin(), codes.end(), name); code != end; ++code, ++seen)
      EXPECT_TRUE(belongs(code_failure((*code)[1].str()), (*at)[2])) << (*code)[1] << " " << (*at)[2];
  }
  EXPECT_EQ(seen, 44) << "each once: SignatureDoesNotMatch with clock text stands without quotes";
}

TEST(Sheet, AgreesWithTheTableOfDeliveryRecords) {
  if (!std::filesystem::exists(sheet())) GTEST_SKIP() << "no protocol sheet at " << sheet();
  const std::string table = text_between("| Log status / providerResponse |", "Cost:");
  const std::regex row(R"(\n\| ([^|\n]+) \| FAILED / ([A-Z_]+) \|)");
  int seen = 0;
  for (std::sregex_iterator at(table.begin(), table.end(), row), end; at != end; ++at) {
    std::istringstream phrases{std::regex_replace((*at)[1].str(), std::regex{" · "}, "\n")};
    for (std::string phrase; std::getline(phrases, phrase); ++seen) {
      const ErrorRow* found = response_row(phrase);
      ASSERT_NE(found, nullptr) << phrase;
      EXPECT_TRUE(belongs(found->failure, (*at)[2])) << phrase;
    }
  }
  EXPECT_EQ(seen, 13);
}

std::string sha256(const std::string& text) {
  return sdk::to_hex(testing::HostCrypto{}.crypto.digest(sdk::Hash::Sha256, text));
}

// The canonical strings of section 9.
TEST(SheetNotice, IsSignedOverTheTextOfTheSheet) {
  const std::string arn = "arn:aws:sns:eu-west-1:123456789012:inbound";
  Notice notice{.type = "Notification",
                .message_id = "11111111-2222-5333-8444-555555555555",
                .topic_arn = arn,
                .subject = "Hi",
                .message = "Hello \"q\" \xC3\xA9",
                .timestamp = "2024-05-17T10:20:30.123Z"};
  EXPECT_EQ(signed_text(notice).size(), 184U);
  EXPECT_EQ(sha256(signed_text(notice)), "4cca4b61c1a02f3199ac71a29176d7fdd6443f573645888ab2e3f91feae7ce8a");
  notice.kind = NoticeKind::Subscription;
  notice.type = "SubscriptionConfirmation";
  notice.message = "You have chosen to subscribe";
  notice.token = "abc";
  notice.subscribe_url =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + arn + "&Token=abc";
  EXPECT_EQ(signed_text(notice).size(), 350U);
  EXPECT_EQ(sha256(signed_text(notice)), "54abeea809ac93241905d95c933ccc40ba636826d53e4d2de94020350a1e339b");
}

}  // namespace
}  // namespace herald::aws_sns

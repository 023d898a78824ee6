#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

const std::filesystem::path kFolder = HERALD_SOURCE_DIR "/tests/plugins/aws_sns/golden";

TEST(Golden, FilesAgreeByteForByte) {
  const auto report = herald::testing::run_golden(AWS_SNS_PLUGIN, kFolder);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 60);
}

TEST(Golden, RequestsKeepToTheRulesOfTheDocuments) {
  int checked = 0;
  for (const auto& file : std::filesystem::directory_iterator{kFolder}) {
    const std::string name = file.path().filename().string();
    if (name.starts_with("webhook") || !name.ends_with(".request.http")) continue;
    std::ostringstream text;
    text << std::ifstream{file.path(), std::ios::binary}.rdbuf();
    const std::string wire = text.str();
    const auto end = wire.find("\r\n\r\n") + 4;
    const test::RawRequest raw{wire.substr(0, end), wire.substr(end), 0};
    test::AwsSnsAccount far;
    if (name.find("temporary") != std::string::npos)
      far = {.access_key = "ASIAEXAMPLE", .session_token = "FwoGZXIvYXdzEXAMPLE"};
    const std::int64_t now = kNow / 1000 + (name.find("@2") != std::string::npos ? 3600 : 0);
    test::Form form;
    const auto wrong = test::check_aws_sns_request(far, raw, now, form);
    EXPECT_FALSE(wrong.has_value()) << name << ": " << wrong->text;
    ++checked;
  }
  EXPECT_GT(checked, 6);
}

}  // namespace
}  // namespace herald::aws_sns::testing

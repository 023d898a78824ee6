#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

const std::filesystem::path kFolder = HERALD_SOURCE_DIR "/tests/plugins/mailgun/golden";

TEST(Golden, FilesAgreeByteForByte) {
  const auto report = herald::testing::run_golden(MAILGUN_PLUGIN, kFolder);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 60);
}

TEST(Golden, RequestsKeepToTheRulesOfTheDocuments) {
  int checked = 0;
  for (const auto& file : std::filesystem::directory_iterator{kFolder}) {
    const std::string name = file.path().filename().string();
    if (!name.starts_with("send_") || !name.ends_with(".request.http")) continue;
    std::ostringstream text;
    text << std::ifstream{file.path(), std::ios::binary}.rdbuf();
    const std::string wire = text.str();
    const auto end = wire.find("\r\n\r\n") + 4;
    test::MailgunAccount account{};
    if (wire.find("X-Mailgun-On-Behalf-Of: sub1\r\n") != std::string::npos) account.subaccount = "sub1";
    const auto read =
        test::read_messages_request(account, {wire.substr(0, end), wire.substr(end), 0}, kNow / 1000);
    EXPECT_FALSE(read.wrong.has_value()) << name << ": " << read.wrong->text << ": " << read.wrong->rule;
    ++checked;
  }
  EXPECT_GT(checked, 6);
}

}  // namespace
}  // namespace herald::mailgun::testing

#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/sendgrid_wire.hpp"

namespace herald::sendgrid {
namespace {

const std::filesystem::path kFolder = HERALD_SOURCE_DIR "/tests/plugins/sendgrid/golden";

TEST(Golden, FilesAgreeByteForByte) {
  const auto report = herald::testing::run_golden(SENDGRID_PLUGIN, kFolder);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 30);
}

TEST(Golden, RequestsKeepToTheRulesOfTheDocuments) {
  int checked = 0;
  for (const auto& file : std::filesystem::directory_iterator{kFolder}) {
    if (!file.path().filename().string().ends_with(".request.http")) continue;
    std::ostringstream text;
    text << std::ifstream{file.path(), std::ios::binary}.rdbuf();
    const std::string wire = text.str();
    const auto end = wire.find("\r\n\r\n") + 4;
    test::SendGridAccount account{.api_key = "SG.aaaa.bbbb"};
    if (wire.find("on-behalf-of: team-b\r\n") != std::string::npos) account.subuser = "team-b";
    const auto wrong = test::check_mail_send(account, {wire.substr(0, end), wire.substr(end), 0});
    EXPECT_FALSE(wrong.has_value()) << file.path() << ": " << wrong->field << ": " << wrong->rule;
    ++checked;
  }
  EXPECT_GT(checked, 5);
}

}  // namespace
}  // namespace herald::sendgrid

#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

const std::filesystem::path kFolder = HERALD_SOURCE_DIR "/tests/plugins/whatsapp/golden";

TEST(Golden, FilesAgreeByteForByte) {
  const auto report = herald::testing::run_golden(WHATSAPP_PLUGIN, kFolder);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 60);
}

TEST(Golden, RequestsKeepToTheRulesOfTheDocuments) {
  int checked = 0;
  for (const auto& file : std::filesystem::directory_iterator{kFolder}) {
    const std::string name = file.path().filename().string();
    if (!name.ends_with(".request.http") || name.starts_with("fetch_media.")) continue;
    std::ostringstream text;
    text << std::ifstream{file.path(), std::ios::binary}.rdbuf();
    const std::string wire = text.str();
    const auto end = wire.find("\r\n\r\n") + 4;
    test::WhatsAppAccount far{.wants_proof = name.find("proof") != std::string::npos};
    if (name.find("base_url") != std::string::npos) far.version = "v26.0";
    const auto call = test::read_whatsapp_call(far, {wire.substr(0, end), wire.substr(end), 0});
    EXPECT_FALSE(call.wrong.has_value()) << name << ": " << call.wrong->details << ": " << call.wrong->rule;
    ++checked;
  }
  EXPECT_GT(checked, 15);
}

}  // namespace
}  // namespace herald::whatsapp::testing

#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

const std::filesystem::path kFolder = HERALD_SOURCE_DIR "/tests/plugins/vonage/golden";

// Of the private key in send_whatsapp_token.message.json, made for tests.
constexpr const char* kPublicKey = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCX11ZdzM7QVxxkwUo9SYJl1PIZ
haI5FIz7/XwiIb8vJA9DApr4EdEEzzYdZsxLiuymF231umZCX1fN9by+pdbZOFb7
hMk90n9rS1JcDbgpKUQXBhojpCspjNn6cKvi35wfjAqWfMFE51QV4okKKHa+aWTN
z78Im4qVCarsYyeIJwIDAQAB
-----END PUBLIC KEY-----
)";

TEST(Golden, FilesAgreeByteForByte) {
  const auto report = herald::testing::run_golden(VONAGE_PLUGIN, kFolder);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 60);
}

TEST(Golden, RequestsKeepToTheRulesOfTheDocuments) {
  int checked = 0;
  test::VonageTokens used;
  for (const auto& file : std::filesystem::directory_iterator{kFolder}) {
    const std::string name = file.path().filename().string();
    if (!name.starts_with("send_") || !name.ends_with(".request.http")) continue;
    std::ostringstream text;
    text << std::ifstream{file.path(), std::ios::binary}.rdbuf();
    const std::string wire = text.str();
    const auto end = wire.find("\r\n\r\n") + 4;
    const test::RawRequest raw{wire.substr(0, end), wire.substr(end), 0};
    test::VonageAccount far{.public_key = kPublicKey};
    if (name.find("signed") != std::string::npos) far.method = test::VonageMethod::Sha256;
    test::Form form;
    const auto wrong = wire.find(" /v1/messages ") != std::string::npos
                           ? test::check_message_request(far, raw, kNow / 1000, used)
                           : test::check_sms_request(far, raw, kNow / 1000, form);
    EXPECT_FALSE(wrong.has_value()) << name << ": " << wrong->member << ": " << wrong->rule;
    ++checked;
  }
  EXPECT_GT(checked, 6);
}

}  // namespace
}  // namespace herald::vonage::testing

#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

namespace herald::telegram {
namespace {

TEST(Golden, FilesAgreeByteForByte) {
  const auto report =
      herald::testing::run_golden(TELEGRAM_PLUGIN, HERALD_SOURCE_DIR "/tests/plugins/telegram/golden");
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 90);
}

}  // namespace
}  // namespace herald::telegram

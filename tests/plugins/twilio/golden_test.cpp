#include "sdk/tools/plugin/golden.hpp"

#include <gtest/gtest.h>

namespace herald::twilio {
namespace {

TEST(Golden, FilesAgreeByteForByte) {
  const auto report =
      herald::testing::run_golden(TWILIO_PLUGIN, HERALD_SOURCE_DIR "/tests/plugins/twilio/golden");
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 40);
}

}  // namespace
}  // namespace herald::twilio

#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace herald::testing {
namespace {

constexpr const char* kPlugin = HERALD_BUILD_DIR "/plugins/sandbox.so";
constexpr const char* kGolden = HERALD_SOURCE_DIR "/plugins/providers/sandbox/golden";

TEST(SandboxGolden, EveryRequestVerdictAndReceiptIsByteForByteTheRecordedOne) {
  const GoldenReport report = run_golden(kPlugin, kGolden);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 40);
}

}  // namespace
}  // namespace herald::testing

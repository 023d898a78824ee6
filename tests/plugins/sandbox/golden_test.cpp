#include "sdk/tools/plugin/golden.hpp"
#include "tests/plugins/sandbox/paths.hpp"

#include <gtest/gtest.h>

namespace herald::testing {
namespace {

TEST(SandboxGolden, EveryRequestVerdictAndReceiptIsByteForByteTheRecordedOne) {
  const GoldenReport report = run_golden(kPlugin, kGolden);
  for (const std::string& complaint : report.complaints) ADD_FAILURE() << complaint;
  EXPECT_GT(report.compared, 40);
}

}  // namespace
}  // namespace herald::testing

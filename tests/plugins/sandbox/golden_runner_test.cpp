#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "sdk/tools/plugin/golden.hpp"
#include "tests/plugins/sandbox/paths.hpp"

namespace herald::testing {
namespace {

namespace fs = std::filesystem;

/// A copy of two cases, to be damaged: `bare` and `receipts.tampered`.
class GoldenRunner : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("HERALD_TEST_RECORD") != nullptr) GTEST_SKIP() << "recording would mend the damage";
    std::string name = (fs::temp_directory_path() / "herald-golden-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    for (const char* file :
         {"bare.message.json", "bare.plan.json", "bare.request.http", "receipts.webhook.json",
          "receipts.tampered.webhook.http", "receipts.tampered.events.json"})
      fs::copy_file(fs::path{kGolden} / file, folder_ / file);
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  void append(const std::string& file, const std::string& text) const {
    std::ofstream{folder_ / file, std::ios::binary | std::ios::app} << text;
  }
  /// The one complaint there must be.
  [[nodiscard]] std::string complaint() const {
    const GoldenReport report = run_golden(kPlugin, folder_);
    EXPECT_EQ(report.complaints.size(), 1U);
    return report.complaints.empty() ? "" : report.complaints.front();
  }
  fs::path folder_;
};

TEST_F(GoldenRunner, AcceptsTheUndamagedCopy) {
  const GoldenReport report = run_golden(kPlugin, folder_);
  EXPECT_TRUE(report.complaints.empty());
  EXPECT_EQ(report.compared, 3);
}

TEST_F(GoldenRunner, ReportsOneByteTooMany) {
  append("bare.request.http", " ");
  EXPECT_TRUE(complaint().starts_with("bare.request.http differs"));
}

TEST_F(GoldenRunner, ReportsAnotherPlan) {
  append("bare.plan.json", "\n");
  EXPECT_TRUE(complaint().starts_with("bare.plan.json differs"));
}

TEST_F(GoldenRunner, ReportsAMissingExpectation) {
  fs::remove(folder_ / "receipts.tampered.events.json");
  EXPECT_NE(complaint().find("(no such file)"), std::string::npos);
}

TEST_F(GoldenRunner, ReportsAFileOfNoCase) {
  append("bear.request.http", "");
  EXPECT_EQ(complaint(), "bear.request.http belongs to no case");
}

TEST_F(GoldenRunner, ReportsAResponseWithoutItsMessage) {
  append("none.response.http", "HTTP/1.1 200 OK\n\n");
  const GoldenReport report = run_golden(kPlugin, folder_);
  ASSERT_FALSE(report.complaints.empty());
  EXPECT_TRUE(report.complaints.front().starts_with("none: expected none.message.json"));
}

TEST_F(GoldenRunner, ReportsAnEmptyFolder) {
  for (const auto& entry : fs::directory_iterator{folder_}) fs::remove(entry.path());
  EXPECT_TRUE(complaint().starts_with("no golden file"));
}

}  // namespace
}  // namespace herald::testing

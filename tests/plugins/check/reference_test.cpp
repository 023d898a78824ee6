#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "sdk/tools/plugin/golden.hpp"
#include "tests/plugins/check/breaks.hpp"
#include "tests/support/loaded_plugin.hpp"

namespace herald::testing {
namespace {

const std::filesystem::path kVariants = HERALD_BUILD_DIR "/check";

TEST(CheckReference, TheGoodPluginMatchesItsGoldenFiles) {
  const GoldenReport report =
      run_golden(kVariants / "good.so", HERALD_SOURCE_DIR "/tests/plugins/check/golden");
  EXPECT_EQ(report.compared, 12);
  for (const auto& complaint : report.complaints) ADD_FAILURE() << complaint;
}

TEST(CheckReference, EveryRowOfTheListIsAVariantThatWasBuilt) {
  for (const std::string_view name : courier::kBreaks)
    EXPECT_TRUE(std::filesystem::exists(kVariants / (std::string{name} + ".so"))) << name;
}

}  // namespace
}  // namespace herald::testing

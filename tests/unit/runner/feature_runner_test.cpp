// A feature plugin in a process of its own, as policy has it for plugins that nobody vouches for.
#include "host/plugins/feature.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "host/plugins/catalog.hpp"
#include "tests/unit/plugins/asked.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

class FeatureRunnerTest : public ::testing::Test {
 protected:
  FeatureRunnerTest() { std::filesystem::create_directory(scratch_.path() / "in"); }
  void SetUp() override {
    const auto file = scratch_.put("in/feature.so", testing::fixture("feature"));
    const FileReport report = catalog_.load_file(file, {});
    ASSERT_EQ(report.state, FileState::Active) << report.reason << ' ' << report.detail;
    EXPECT_EQ(report.placement, Placement::Runner);
    current_ = catalog_.feature("org.example.mirror");
  }
  [[nodiscard]] CatalogSettings settings() const {
    CatalogSettings out;
    out.data_dir = scratch_.path() / "data";
    out.policy = scratch_.fixtures_in_process();
    out.in_runner.insert("org.example.mirror");
    out.runner.executable = HERALD_RUNNER;
    out.runner.longest_start = std::chrono::seconds{30};
    out.runner.longest_call = std::chrono::seconds{20};
    out.runner.restarts.first_pause = std::chrono::milliseconds{0};
    return out;
  }
  std::string run(const std::string& name, std::shared_ptr<RecordReads> reads,
                  const std::string& input = "{}") {
    Feature& feature = *current_.provider->feature();
    std::optional<Result<Reply>> answer;
    feature.run({.tenant = domain::TenantId{"t"},
                 .op = "route",
                 .name = name,
                 .input = input,
                 .reads = std::move(reads)},
                Tick::max(), [&](Result<Reply> reply) { answer = std::move(reply); });
    feature.routes()->step({});
    return text(answer);
  }
  /// The text of an answer, or its reason and detail.
  static std::string text(const std::optional<Result<Reply>>& answer) {
    if (!answer) return "no answer";
    return *answer ? (*answer)->json : answer->error().reason + ": " + answer->error().detail;
  }
  const std::shared_ptr<testing::Asked> reads_{std::make_shared<testing::Asked>()};
  testing::Scratch scratch_;
  SystemRandom random_;
  Catalog catalog_{settings(), {}, random_};
  Current current_{};
};

TEST_F(FeatureRunnerTest, ReadsRecordsThroughTheSocket) {
  EXPECT_EQ(run("get", reads_), "get accounts {}");
  EXPECT_EQ(run("count", reads_), "7");
  EXPECT_NE(run("query", reads_).find("missing_index: expected an index"), std::string::npos);
  EXPECT_NE(run("get", nullptr).find("may not read records"), std::string::npos);
  EXPECT_NE(run("other", reads_).find("no such route"), std::string::npos);
}

TEST_F(FeatureRunnerTest, MayAskAThousandTimesInACall) {
  EXPECT_EQ(run("many", reads_, "1000"), "7");
  EXPECT_EQ(run("many", reads_, "1001").substr(0, 15), "plugin_garbage:");
  EXPECT_EQ(run("count", reads_), "7") << "another process serves";
}

TEST_F(FeatureRunnerTest, ItsCrashIsAFaultOfTheCallAndOfNothingElse) {
  EXPECT_EQ(run("abort", nullptr).substr(0, 15), "plugin_crashed:");
  EXPECT_EQ(run("count", reads_), "7");
}

TEST_F(FeatureRunnerTest, FiltersHaveAProcessOfTheirOwn) {
  Feature& feature = *current_.provider->feature();
  std::optional<Result<Reply>> answer;
  feature.filter({.tenant = domain::TenantId{"t"}, .op = "filter", .name = "f", .input = "{}"}, Tick::max(),
                 [&](Result<Reply> reply) { answer = std::move(reply); });
  feature.filters()->step({});
  EXPECT_EQ(text(answer), "filter f {}");
}

}  // namespace
}  // namespace herald::plugins

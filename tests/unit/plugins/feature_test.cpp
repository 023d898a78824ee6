// A feature plugin from its file to an answered call.
#include "host/plugins/feature.hpp"

#include <gtest/gtest.h>

#include "host/base/pending.hpp"
#include "host/plugins/catalog.hpp"
#include "tests/unit/plugins/asked.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

class FeatureTest : public ::testing::Test {
 protected:
  FeatureTest() { std::filesystem::create_directory(scratch_.path() / "in"); }
  [[nodiscard]] CatalogSettings settings() const {
    CatalogSettings settings;
    settings.data_dir = scratch_.path() / "data";
    settings.policy = scratch_.fixtures_in_process();
    settings.probe.executable = HERALD_PROBE;
    return settings;
  }
  FileReport load(Catalog& catalog) {
    scratch_.put("in/feature.so", testing::fixture("feature"));
    return catalog.load_file(scratch_.path() / "in/feature.so", {});
  }
  /// The text of an answer, or its reason and detail.
  static std::string text(const std::optional<Result<Reply>>& answer) {
    if (!answer) return "no answer";
    return *answer ? (*answer)->json : answer->error().reason + ": " + answer->error().detail;
  }
  std::string run(Feature& feature, const std::string& name, std::shared_ptr<RecordReads> reads) {
    std::optional<Result<Reply>> answer;
    feature.run({.tenant = domain::TenantId{"t"},
                 .op = "route",
                 .name = name,
                 .input = "{}",
                 .reads = std::move(reads)},
                Tick::max(), [&](Result<Reply> reply) { answer = std::move(reply); });
    feature.routes()->step({});
    return text(answer);
  }
  testing::Scratch scratch_;
  SystemRandom random_;
};

TEST_F(FeatureTest, IsServedUnderItsOwnIdAndIsNoProvider) {
  Catalog catalog{settings(), {}, random_};
  const FileReport report = load(catalog);
  ASSERT_EQ(report.state, FileState::Active) << report.reason << ' ' << report.detail;
  const Current current = catalog.feature("org.example.mirror");
  ASSERT_NE(current.provider, nullptr);
  EXPECT_NE(current.provider->feature(), nullptr);
  EXPECT_EQ(catalog.find("feature:org.example.mirror"), nullptr) << "no channel can name it";
  EXPECT_EQ(catalog.current("feature:org.example.mirror").provider, nullptr);
  EXPECT_EQ(current.provider->lanes().size(), 2u);
}

TEST_F(FeatureTest, RoutesReadRecordsThroughTheHost) {
  Catalog catalog{settings(), {}, random_};
  load(catalog);
  const Current current = catalog.feature("org.example.mirror");
  Feature& feature = *current.provider->feature();
  const auto reads = std::make_shared<testing::Asked>();
  EXPECT_EQ(run(feature, "get", reads), "get accounts {}");
  EXPECT_EQ(run(feature, "count", reads), "7");
  EXPECT_NE(run(feature, "query", reads).find("missing_index: expected an index"), std::string::npos);
  EXPECT_NE(run(feature, "get", nullptr).find("may not read records"), std::string::npos);
  EXPECT_NE(run(feature, "other", reads).find("no such route"), std::string::npos);
}

TEST_F(FeatureTest, FiltersHaveALaneOfTheirOwn) {
  Catalog catalog{settings(), {}, random_};
  load(catalog);
  const Current current = catalog.feature("org.example.mirror");
  Feature& feature = *current.provider->feature();
  std::optional<Result<Reply>> answer;
  feature.filter({.tenant = domain::TenantId{"t"}, .op = "filter", .name = "f", .input = "{}"}, Tick::max(),
                 [&](Result<Reply> reply) { answer = std::move(reply); });
  feature.routes()->step({});
  EXPECT_FALSE(answer) << "routes and filters do not wait for each other";
  feature.filters()->step({});
  EXPECT_EQ(text(answer), "filter f {}");
}

}  // namespace
}  // namespace herald::plugins

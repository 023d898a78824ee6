// A plugin in the runner, as its catalog and its lane see it.
#include <optional>

#include "host/plugins/catalog.hpp"
#include "tests/unit/runner/house.hpp"

namespace herald::plugins {
namespace {

class RunnerLaneTest : public runner::testing::RunnerHouse {
 protected:
  [[nodiscard]] CatalogSettings settings() const {
    CatalogSettings settings;
    settings.data_dir = scratch_.path() / "data";
    settings.runner.executable = HERALD_RUNNER;
    settings.runner.longest_call = std::chrono::milliseconds{700};
    settings.runner.clock = clock_;
    settings.in_runner = {"org.example.wrecker", "org.example.trespasser"};
    return settings;
  }
  Provider& load(std::string_view name) {
    const auto report = catalog_.load_file(
        scratch_.put(std::string{name} + ".so", plugins::testing::fixture(name)), clock_->tick());
    EXPECT_EQ(report.state, FileState::Active) << report.reason << ' ' << report.detail;
    return *catalog_.find(report.provider);
  }
  Result<Reply> call(Provider& provider, std::string op) {
    std::optional<Result<Reply>> answer;
    const Tick now = clock_->tick();
    provider.plan({.tenant = domain::TenantId{"t1"}, .op = std::move(op)}, now + std::chrono::hours{1},
                  [&](Result<Reply> reply) { answer.emplace(std::move(reply)); });
    provider.lane()->step(now);
    return answer.value();
  }
  Catalog catalog_{settings(), {}, random_};
};

TEST_F(RunnerLaneTest, TheCatalogPutsThePluginsItIsToldToIntoTheRunnerWithoutAProbe) {
  // The probe is no program here, so a plugin in process could not become active.
  Provider& provider = load("trespasser");
  const auto reply = call(provider, "send");
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_NE(reply->json.find(R"("socket":1,)"), std::string::npos) << reply->json;
}

TEST_F(RunnerLaneTest, ALaneOutlivesTheProcessOfItsPlugin) {
  Provider& provider = load("wrecker");
  for (const char* way : {"spin", "segfault"}) {
    EXPECT_FALSE(call(provider, way));
    EXPECT_EQ(provider.lane()->state(), LaneState::Open);
    clock_->advance(std::chrono::minutes{5});
    EXPECT_TRUE(call(provider, "fine"));
  }
}

}  // namespace
}  // namespace herald::plugins

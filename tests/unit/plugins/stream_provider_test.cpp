#include <gtest/gtest.h>
#include <herald/abi.h>

#include <optional>

#include "host/plugins/catalog.hpp"
#include "host/plugins/provider.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

const Tick kStreamNow{std::chrono::hours{1}};
const Tick kStreamFarOff = kStreamNow + std::chrono::hours{1};

class StreamProviderTest : public ::testing::Test {
 protected:
  std::shared_ptr<Provider> load(std::string_view name) {
    const auto report =
        catalog_.load_file(scratch_.put(std::string{name} + ".so", testing::fixture(name)), {});
    EXPECT_EQ(report.state, FileState::Active) << report.reason << ' ' << report.detail;
    return catalog_.find(report.provider);
  }
  static Result<Reply> start(Provider& provider, ProviderCall call) {
    std::optional<Result<Reply>> answer;
    provider.start(std::move(call), kStreamFarOff,
                   [&](Result<Reply> reply) { answer.emplace(std::move(reply)); });
    provider.lane()->step(kStreamNow);
    return answer.value();
  }
  [[nodiscard]] CatalogSettings settings() const {
    CatalogSettings settings;
    settings.data_dir = scratch_.path() / "data";
    settings.policy = scratch_.fixtures_in_process();
    settings.probe.executable = HERALD_PROBE;
    return settings;
  }
  testing::Scratch scratch_;
  SystemRandom random_;
  Catalog catalog_{settings(), {}, random_};
};

TEST_F(StreamProviderTest, HandsAllInputsOfTheStartOverAndBothOutputsBack) {
  const auto streamer = load("streamer");
  EXPECT_TRUE(streamer->streams());
  const auto reply = start(*streamer, {domain::TenantId{"t1"}, "send", R"({"a":1})", std::string{"\0\xff", 2},
                                       R"({"b":2})", R"({"c":3})"});
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(*reply, (Reply{R"(["send",{"a":1},{"b":2},{"c":3}])", std::string{"\0\xff", 2}}));
}

TEST_F(StreamProviderTest, HandsAnEventOver) {
  const auto streamer = load("streamer");
  std::optional<Result<Reply>> answer;
  streamer->feed({.tenant = domain::TenantId{"t1"}, .op = "send", .state = R"({"at":1})"},
                 {HERALD_STREAM_BYTES, R"({"x":2})", std::string{"\0a", 2}}, kStreamFarOff,
                 [&](Result<Reply> reply) { answer.emplace(std::move(reply)); });
  streamer->lane()->step(kStreamNow);
  ASSERT_TRUE(answer.value()) << (*answer).error().detail;
  EXPECT_EQ(**answer, (Reply{R"([2,{"x":2},{"at":1}])", std::string{"\0a", 2}}));
}

TEST_F(StreamProviderTest, RepeatsWhatThePluginSaysOfItsFailure) {
  const auto reply = start(*load("streamer"), {.tenant = domain::TenantId{"t1"}, .op = "throws"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().reason, "plugin_failed");
  EXPECT_NE(reply.error().detail.find("expected a host name, found none"), std::string::npos);
}

TEST_F(StreamProviderTest, IsToldApartFromTheHttpTier) {
  const auto good = load("good");
  EXPECT_FALSE(good->streams());
  const auto reply = start(*good, {.tenant = domain::TenantId{"t1"}, .op = "send"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().reason, "plugin_unsupported");
  std::optional<Result<Reply>> planned;
  const auto streamer = load("streamer");
  streamer->plan({.tenant = domain::TenantId{"t1"}, .op = "send"}, kStreamFarOff,
                 [&](Result<Reply> answer) { planned.emplace(std::move(answer)); });
  streamer->lane()->step(kStreamNow);
  ASSERT_FALSE(planned.value());
  EXPECT_EQ(planned->error().reason, "plugin_unsupported");
}

}  // namespace
}  // namespace herald::plugins

#include "host/plugins/provider.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "host/plugins/catalog.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

const Tick kNow{std::chrono::hours{1}};
const Tick kFarOff = kNow + std::chrono::hours{1};

class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override { return std::string(count, '\x07'); }
  std::uint64_t below(std::uint64_t) override { return 0; }
};

class ProviderTest : public ::testing::Test {
 protected:
  Provider& load(std::string_view name) {
    const auto report =
        catalog_.load_file(scratch_.put(std::string{name} + ".so", testing::fixture(name)), {});
    EXPECT_EQ(report.state, FileState::Active) << report.reason << ' ' << report.detail;
    return *catalog_.find(report.provider);
  }
  /// Calls with op and bytes and runs the lane.
  static Result<Reply> plan(Provider& provider, std::string op, std::string bytes = "") {
    ProviderCall call;
    call.tenant = domain::TenantId{"t1"};
    call.op = std::move(op);
    call.bytes = std::move(bytes);
    std::optional<Result<Reply>> answer;
    provider.plan(std::move(call), kFarOff, [&](Result<Reply> reply) { answer.emplace(std::move(reply)); });
    provider.lane()->step(kNow);
    return answer.value();
  }
  static Result<Provider::Problems> validate(Provider& provider, std::string account) {
    std::optional<Result<Provider::Problems>> answer;
    provider.validate_config(std::move(account), kFarOff,
                             [&](Result<Provider::Problems> found) { answer.emplace(std::move(found)); });
    provider.lane()->step(kNow);
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
  CountingRandom random_;
  Catalog catalog_{settings(), {}, random_};
};

TEST_F(ProviderTest, HandsAllInputsOverAndBothOutputsBack) {
  Provider& good = load("good");
  ProviderCall call{domain::TenantId{"t1"},   "inputs",     R"({"a":1})",
                    std::string{"\0\xff", 2}, R"({"b":2})", R"({"c":3})"};
  std::optional<Result<Reply>> answer;
  good.plan(call, kFarOff, [&](Result<Reply> reply) { answer.emplace(std::move(reply)); });
  EXPECT_FALSE(answer) << "nothing happens before the lane runs";
  good.lane()->step(kNow);
  ASSERT_TRUE(answer.value()) << (*answer).error().detail;
  EXPECT_EQ(**answer, (Reply{R"(["inputs",{"a":1},{"b":2},{"c":3}])", std::string{"\0\xff", 2}}));
}

TEST_F(ProviderTest, HandsTheResponseOver) {
  Provider& good = load("good");
  std::optional<Result<Reply>> answer;
  good.on_response({domain::TenantId{"t1"}, "send"}, {201, R"([["A","b"]])", "body"}, kFarOff,
                   [&](Result<Reply> reply) { answer.emplace(std::move(reply)); });
  good.lane()->step(kNow);
  ASSERT_TRUE(answer.value());
  EXPECT_EQ(**answer, (Reply{R"([201,[["A","b"]],{}])", "body"}));
}

TEST_F(ProviderTest, OffersTheHostsCrypto) {
  Provider& good = load("good");
  EXPECT_EQ(plan(good, "digest", "abc")->json,
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
  EXPECT_EQ(plan(good, "nonce")->json, "\"07070707\"");
  const auto refused = plan(good, "bad_key");
  EXPECT_EQ(refused.error().reason, "plugin_failed");
  EXPECT_NE(refused.error().detail.find("expected a key of type RSA"), std::string::npos)
      << refused.error().detail;
}

TEST_F(ProviderTest, KnowsItsDescriptorSchemaAndSecretOperations) {
  Provider& good = load("good");
  EXPECT_NE(good.descriptor().find(R"("channels":["SMS"])"), std::string::npos);
  EXPECT_NE(good.config_schema().find(R"("secret":true)"), std::string::npos);
  EXPECT_TRUE(good.takes_secrets("inputs"));
  EXPECT_FALSE(good.takes_secrets("send"));
}

TEST_F(ProviderTest, ReportsTheProblemsOfAnAccount) {
  Provider& good = load("good");
  EXPECT_TRUE(validate(good, "{}")->empty());
  EXPECT_EQ(*validate(good, R"({"x":1})"), (Provider::Problems{{"/api_key", "expected one, found none"}}));
  EXPECT_EQ(validate(good, "broken").error().reason, "bad_problems");
  EXPECT_EQ(validate(load("rude"), "{}").error().reason, "plugin_threw");
}

TEST_F(ProviderTest, TheWrapperTurnsExceptionsIntoReasons) {
  Provider& good = load("good");
  const auto failed = plan(good, "throws");
  EXPECT_EQ(failed.error().detail, "plan: status 100, expected a number, found a word");
  const auto unsupported = plan(good, "dance");
  EXPECT_EQ(unsupported.error().reason, "plugin_unsupported");
  EXPECT_EQ(unsupported.error().detail, "plan: op dance is not mine");
}

TEST_F(ProviderTest, AReplyThatIsTooLongIsRefused) {
  const auto failed = plan(load("good"), "much_json");
  EXPECT_EQ(failed.error().reason, "plugin_overflow");
  EXPECT_NE(failed.error().detail.find("at most 1048576 bytes"), std::string::npos);
}

TEST_F(ProviderTest, WhatTheWrapperWouldCatchIsCaughtByTheHostToo) {
  Provider& rude = load("rude");
  EXPECT_EQ(plan(rude, "throw_text").error().detail, "plan: thrown through the table ?");
  EXPECT_EQ(plan(rude, "throw_number").error().reason, "plugin_threw");
  EXPECT_EQ(plan(rude, "no_reason").error().reason, "plugin_no_reason");
  EXPECT_EQ(rude.lane()->state(), LaneState::Open);
}

TEST_F(ProviderTest, ALongReasonIsCut) {
  const auto failed = plan(load("rude"), "long_reason");
  EXPECT_EQ(failed.error().reason, "plugin_failed");
  EXPECT_LT(failed.error().detail.size(), 5000u);
}

TEST_F(ProviderTest, AnOverrunThatThePluginIgnoresIsStillAnOverrun) {
  Provider& rude = load("rude");
  EXPECT_EQ(plan(rude, "much_bytes").error().reason, "plugin_overflow");
  const auto most = plan(rude, "most_bytes");
  ASSERT_TRUE(most) << most.error().detail;
  EXPECT_EQ(most->bytes.size(), std::size_t{32} << 20U);
}

TEST_F(ProviderTest, APluginInCNeedsNoWrapper) {
  Provider& c = load("good_c");
  EXPECT_EQ(*plan(c, "send", "xyz"), (Reply{R"({"verdict":{"kind":"ok"}})", "xyz"}));
}

TEST_F(ProviderTest, CallsStillInTheQueueFailWhenTheProviderGoes) {
  std::string reason;
  std::shared_ptr<Lane> lane;
  {
    Catalog catalog{settings(), {}, random_};
    catalog.load_file(scratch_.put("good.so", testing::fixture("good")), {});
    const std::shared_ptr<Provider> good = catalog.find("good");
    ASSERT_NE(good, nullptr);
    lane = good->lane();
    good->plan({domain::TenantId{"t1"}, "inputs"}, kFarOff,
               [&](const Result<Reply>& reply) { reason = reply ? "ran" : reply.error().reason; });
  }
  EXPECT_EQ(reason, "plugin_closed");
  EXPECT_EQ(lane->step(kNow), Tick::max());
}

}  // namespace
}  // namespace herald::plugins

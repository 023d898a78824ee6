#include "host/plugins/runner_instance.hpp"

#include "tests/unit/runner/house.hpp"

namespace herald::plugins {
namespace {

class RunnerTest : public runner::testing::RunnerHouse {
 protected:
  /// Opening must fail; its reason and detail.
  std::string refusal(std::string_view name) {
    const auto plugin = open(name);
    EXPECT_FALSE(plugin);
    return plugin ? "" : plugin.error().reason + ": " + plugin.error().detail;
  }
};

TEST_F(RunnerTest, HandsAllInputsOverAndBothOutputsBack) {
  auto good = open("good");
  ASSERT_TRUE(good) << good.error().detail;
  const auto reply = (*good)->plan(
      {domain::TenantId{"t1"}, "inputs", R"({"a":1})", std::string{"\0\xff", 2}, R"({"b":2})", R"({"c":3})"});
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(*reply, (Reply{R"(["inputs",{"a":1},{"b":2},{"c":3}])", std::string{"\0\xff", 2}}));
}

TEST_F(RunnerTest, HandsTheResponseOver) {
  auto good = open("good");
  ASSERT_TRUE(good) << good.error().detail;
  const auto reply = (*good)->on_response({domain::TenantId{"t1"}, "send"}, {201, R"([["A","b"]])", "body"});
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_EQ(*reply, (Reply{R"([201,[["A","b"]],{}])", "body"}));
}

TEST_F(RunnerTest, HandsStartsAndEventsOfTheStreamTierOver) {
  auto streamer = open("streamer");
  ASSERT_TRUE(streamer) << streamer.error().detail;
  const auto begun = (*streamer)->start(
      {domain::TenantId{"t1"}, "send", R"({"a":1})", std::string{"\0\xff", 2}, R"({"b":2})", R"({"c":3})"});
  ASSERT_TRUE(begun) << begun.error().detail;
  EXPECT_EQ(*begun, (Reply{R"(["send",{"a":1},{"b":2},{"c":3}])", std::string{"\0\xff", 2}}));
  const auto fed = (*streamer)->feed({.tenant = domain::TenantId{"t1"}, .op = "send", .state = R"({"at":1})"},
                                     {5, R"({"x":2})", "abc"});
  ASSERT_TRUE(fed) << fed.error().detail;
  EXPECT_EQ(*fed, (Reply{R"([5,{"x":2},{"at":1}])", "abc"}));
}

TEST_F(RunnerTest, AsksForDescriptorSchemaAndProblems) {
  auto good = open("good");
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ((*good)->descriptor().value(), R"({"provider":"good","channels":["SMS"],"ops":["send"]})");
  EXPECT_EQ((*good)->config_schema().value(), R"({"type":"object","properties":{"pin":{"secret":true}}})");
  EXPECT_EQ((*good)->validate("{}").value(), "[]");
}

TEST_F(RunnerTest, OffersCryptoWithoutARoundTrip) {
  auto good = open("good");
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(plan(**good, "digest", "abc")->json,
            R"("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")");
  const auto first = plan(**good, "nonce");
  const auto second = plan(**good, "nonce");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->json.size(), 10U);
  EXPECT_NE(first->json, second->json) << "every call has a seed of its own";
}

TEST_F(RunnerTest, RepeatsWhatThePluginSaysOfItsFailure) {
  auto good = open("good");
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(failure(**good, "throws"), "plugin_failed: plan: status 100, expected a number, found a word");
  const auto unknown = plan(**good, "dance");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, "plugin_unsupported");
  EXPECT_EQ(unknown.error().code, Errc::Invalid);
  EXPECT_TRUE(plan(**good, "nonce")) << "the process goes on";
}

TEST_F(RunnerTest, CarriesWhatThePluginLogsWithinBounds) {
  auto rude = open("rude");
  ASSERT_TRUE(rude) << rude.error().detail;
  EXPECT_TRUE(plan(**rude, "talk"));
  EXPECT_EQ(said_, std::vector<std::string>(frame::kMostLines, "chatter"));
}

TEST_F(RunnerTest, TakesAPluginWrittenInC) {
  const auto good = open("good_c");
  EXPECT_TRUE(good) << good.error().detail;
}

TEST_F(RunnerTest, SaysWhyAPluginCannotBeOpened) {
  EXPECT_TRUE(refusal("open_throws").find("expected a moon, found none") != std::string::npos);
  EXPECT_TRUE(refusal("note_differs").starts_with("manifest_differs: "));
  EXPECT_TRUE(refusal("crash").starts_with("plugin_crashed: ")) << refusal("crash");
}

TEST_F(RunnerTest, SaysWhenThereIsNoRunner) {
  const auto missing = RunnerInstance::open(
      {.settings = {.executable = "/nonexistent/runner"}, .staged = "/x.so", .log = {}, .random = random_});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().reason, "runner_failed");
  EXPECT_NE(missing.error().detail.find("/nonexistent/runner"), std::string::npos);
}

}  // namespace
}  // namespace herald::plugins

#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

const json kHook{{"now_ms", kNow}, {"callback_url", "https://herald.example/hook?a=b"}};
const json kTwoTopics{
    {"config",
     {{"topic_arns",
       {"arn:aws:sns:eu-central-1:123456789012:inbound", "arn:aws:sns:eu-central-1:123456789012:records"}}}}};

json registering(const herald::testing::ProviderAnswer& answer, const json& state) {
  const std::string account_text = account(kTwoTopics).dump(), input_text = kHook.dump(),
                    state_text = state.dump();
  return json::parse(
      plugin()
          .on_response(
              {.op = "register_webhook", .input = input_text, .account = account_text, .state = state_text},
              answer)
          .json);
}

const herald::testing::ProviderAnswer kTaken{.status = 200, .body = test::aws_sns_subscribed({})};

TEST(Register, SubscribesToOneTopicAfterTheOther) {
  for (const auto& [state, topic] :
       {std::pair{json::object(), "inbound"}, std::pair{json{{"topic", 1}}, "records"}}) {
    const json planned = plan("register_webhook", kHook, account(kTwoTopics), state);
    EXPECT_EQ(planned.at("request").at("commits"), false);
    test::Form form;
    EXPECT_FALSE(test::check_aws_sns_form(
        test::read_form(planned.at("request").at("body").at(0).at("text").get<std::string>()).value()));
    form = test::read_form(planned.at("request").at("body").at(0).at("text").get<std::string>()).value();
    EXPECT_EQ(test::field(form, "TopicArn"), std::string("arn:aws:sns:eu-central-1:123456789012:") + topic);
    EXPECT_EQ(test::field(form, "Endpoint"), "https://herald.example/hook?a=b");
  }
  EXPECT_EQ(registering(kTaken, json::object()), (json{{"continue", {{"state", {{"topic", 1}}}}}}));
  EXPECT_EQ(registering(kTaken, {{"topic", 1}, {"clock_offset_ms", 5}}).at("verdict"),
            (json{{"kind", "ok"}, {"fields", {{"topics", "2"}}}}));
  EXPECT_EQ(registering(kTaken, {{"clock_offset_ms", 5}}).at("continue").at("state"),
            (json{{"topic", 1}, {"clock_offset_ms", 5}}));
}

TEST(Register, NeedsHttpsAndOneToSevenTopics) {
  const auto code = [](const json& input, const json& more) {
    const json planned = plan("register_webhook", input, account(more));
    return planned.contains("verdict") ? planned.at("verdict").at("code").get<std::string>() : "";
  };
  EXPECT_EQ(code({{"now_ms", kNow}, {"callback_url", "http://herald.example/"}}, json::object()),
            "bad_endpoint");
  EXPECT_EQ(code({{"now_ms", kNow}}, json::object()), "bad_endpoint");
  json topics = json::array();
  EXPECT_EQ(code(kHook, {{"config", {{"topic_arns", topics}}}}), "topics");
  for (int i = 0; i < 7; ++i) topics.push_back("arn:aws:sns:eu-central-1:123456789012:t" + std::to_string(i));
  EXPECT_EQ(code(kHook, {{"config", {{"topic_arns", topics}}}}), "");
  topics.push_back("arn:aws:sns:eu-central-1:123456789012:t7");
  EXPECT_EQ(code(kHook, {{"config", {{"topic_arns", topics}}}}), "topics");
}

TEST(Register, IsJudgedByItsAnswer) {
  const auto judged = [](int status, const std::string& body) {
    return registering({.status = status, .body = body}, json::object()).at("verdict");
  };
  EXPECT_EQ(judged(403, test::aws_sns_error({403, "AuthorizationError", "not allowed"})).at("kind"),
            "auth_failed");
  EXPECT_EQ(judged(200, "<html/>").at("code"), "unreadable_answer");
  EXPECT_EQ(judged(503, "").at("kind"), "retry");
}

}  // namespace
}  // namespace herald::aws_sns::testing

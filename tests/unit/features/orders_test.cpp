#include "host/features/orders.hpp"

#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

class OrdersTest : public testing::Test {
 protected:
  Result<domain::Effects> read(const std::string& commands) {
    return features::read_orders(
        *json::parse(R"({"commands":)" + commands + "}"), *sheet_,
        {.key = "org.example.loyalty/3/14", .cause = "event:3/14", .depth = 2, .make_id = [this] {
           return "id" + std::to_string(++made_);
         }});
  }
  std::string refusal(const std::string& commands) {
    const auto orders = read(commands);
    return orders ? "" : orders.error().reason + " " + orders.error().detail;
  }
  std::shared_ptr<const features::Sheet> sheet_{sheet_of("{}")};
  int made_{0};
};

TEST_F(OrdersTest, EachCommandHasTheKeyOfItsPlaceAndCarriesCauseAndDepth) {
  const auto orders = read(R"([{"kind":"publish","type":"tier_up","subject":"s"},
{"kind":"send","message":{"to_address":"x"}},{"kind":"schedule","message":{"schedule_for":"t"}}])");
  ASSERT_TRUE(orders) << orders.error().detail;
  ASSERT_EQ(orders->commands.size(), 2U);
  EXPECT_EQ(orders->commands[0].key, "org.example.loyalty/3/14/2");
  EXPECT_EQ(orders->commands[1].key, "org.example.loyalty/3/14/3");
  EXPECT_EQ(orders->commands[0].cause, "event:3/14");
  EXPECT_EQ(orders->commands[0].depth, 2);
  EXPECT_EQ(orders->commands[0].plugin, "org.example.loyalty");
  EXPECT_EQ(orders->commands[0].body, R"({"to_address":"x"})");
  ASSERT_EQ(orders->publications.size(), 1U);
  EXPECT_EQ(orders->publications[0].type, "x.loyalty.tier_up") << "never a type of the host's";
}

TEST_F(OrdersTest, TwentyCommandsAreTakenAndTwentyOneAreNot) {
  const auto many = [](int count) {
    std::string out = "[";
    for (int i = 0; i < count; ++i)
      out += std::string{i > 0 ? "," : ""} + R"({"kind":"publish","type":"a","subject":"s"})";
    return out + "]";
  };
  EXPECT_EQ(refusal(many(20)), "");
  EXPECT_EQ(refusal(many(21)).substr(0, 10), "bad_answer");
}

TEST_F(OrdersTest, WhatCannotBeReadIsADefectOfThePlugin) {
  for (const char* wrong :
       {R"([{"kind":"call","message":{}}])", R"([{"kind":"send"}])", R"([{"kind":"send","message":"x"}])",
        R"([{"kind":"send","message":{"schedule_for":"t"}}])", R"([{"kind":"schedule","message":{}}])",
        R"([{"kind":"publish","type":"Message.Sent","subject":"s"}])", R"([{"kind":"publish","type":"a"}])",
        R"({"kind":"send"})"})
    EXPECT_EQ(refusal(wrong).substr(0, 10), "bad_answer") << wrong;
}

}  // namespace
}  // namespace herald::test

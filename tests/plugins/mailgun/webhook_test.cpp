#include <gtest/gtest.h>

#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

using nlohmann::json;

/// The worked vector of the provider's fact sheet.
json seal_of_the_sheet() {
  return {{"timestamp", "1715942000"},
          {"token", "f1e2d3c4b5a697887766554433221100ffeeddccbbaa998877"},
          {"signature", "ebc80f49f6e201ded9cec816810edd55784cb4041b1295c1f59f1160ecaf0900"}};
}

std::string body_with(const json& seal) {
  return json{{"signature", seal}, {"event-data", event_data("delivered")}}.dump();
}

std::string code_of(const std::string& body, const json& channel = account()) {
  const json out = judged(body, channel);
  return out.at("kind") == "events" ? "" : out.at("code").get<std::string>();
}

TEST(Webhook, TakesTheWorkedVectorOfTheSheet) {
  const json out = judged(body_with(seal_of_the_sheet()), account());
  ASSERT_EQ(out.at("kind"), "events") << out;
  EXPECT_EQ(out.at("events").at(0).at("kind"), "once");
  EXPECT_EQ(out.at("events").at(1).at("state"), "DELIVERED");
}

TEST(Webhook, TakesTheTextsHoweverTheyAreWritten) {
  json seal = seal_of_the_sheet();
  seal["timestamp"] = 1715942000;
  EXPECT_EQ(code_of(body_with(seal)), "") << "a number";
  seal["signature"] = "EBC80F49F6E201DED9CEC816810EDD55784CB4041B1295C1F59F1160ECAF0900";
  EXPECT_EQ(code_of(body_with(seal)), "") << "upper case";
}

TEST(Webhook, RefusesTheVectorChangedAnywhere) {
  const auto changed = [](const char* member, const json& value) {
    json seal = seal_of_the_sheet();
    seal[member] = value;
    return code_of(body_with(seal));
  };
  for (const json& other : {json("1715942001"), json(""), json(nullptr), json("01715942000"),
                            json(1715942000.0), json("1715942000 "), json(true)})
    EXPECT_EQ(changed("timestamp", other), "signature") << other;
  for (const json& other : {json("f1"), json(""), json(nullptr), json(std::string(101, 'f')), json::array()})
    EXPECT_EQ(changed("token", other), "signature") << other;
  const std::string good = seal_of_the_sheet().at("signature");
  for (const json& other : {json(""), json(nullptr), json(good.substr(1)), json(good + "0"),
                            json("x" + good.substr(1)), json(std::string(64, '0')), json(1)})
    EXPECT_EQ(changed("signature", other), "signature") << other;
}

TEST(Webhook, TakesTheKeyThatIsBeingReplacedAndTheOneAbove) {
  json channel = account();
  const std::string old = webhook(event_data("delivered"), {.key = "old-key"});
  EXPECT_EQ(code_of(old, channel), "signature");
  channel["config"]["previous_signing_key"] = "old-key";
  EXPECT_EQ(code_of(old, channel), "");
  json seal = seal_of_the_sheet();
  seal["parent-signature"] = test::mailgun_signature("above", seal.at("timestamp"), seal.at("token"));
  seal["signature"] = std::string(64, '0');
  EXPECT_EQ(code_of(body_with(seal), channel), "signature");
  channel["config"]["parent_signing_key"] = "above";
  EXPECT_EQ(code_of(body_with(seal), channel), "");
}

TEST(Webhook, RefusesEverythingWithoutAKey) {
  json channel = account();
  channel.erase("webhook_secret");
  EXPECT_EQ(code_of(body_with(seal_of_the_sheet()), channel), "signature");
  EXPECT_EQ(code_of(webhook(event_data("delivered"), {.key = ""}), channel), "signature");
}

TEST(Webhook, TakesAQuarterOfAnHourOnEitherSide) {
  const auto code_at = [](std::int64_t at) { return code_of(webhook(event_data("delivered"), {.at = at})); };
  const std::int64_t now = kNow / 1000;
  EXPECT_EQ(code_at(now - 900), "");
  EXPECT_EQ(code_at(now - 901), "signature");
  EXPECT_EQ(code_at(now + 900), "");
  EXPECT_EQ(code_at(now + 901), "signature");
}

TEST(Webhook, KeepsToTheToleranceOfTheChannel) {
  json channel = account();
  channel["config"]["webhook_tolerance_seconds"] = 15;
  const auto code_at = [&](std::int64_t age) {
    return code_of(webhook(event_data("delivered"), {.at = kNow / 1000 - age}), channel);
  };
  EXPECT_EQ(code_at(15), "");
  EXPECT_EQ(code_at(16), "signature");
}

TEST(Webhook, IsSealedByItsTokenAlone) {
  const auto seal = [](const json& data) {
    return judged(json{{"signature", seal_of_the_sheet()}, {"event-data", data}}.dump(), account())
        .at("events")
        .at(0);
  };
  EXPECT_EQ(seal(event_data("delivered")), seal(event_data("unsubscribed")));
  EXPECT_EQ(seal(event_data("delivered")), seal("nothing"));
  EXPECT_NE(seal(event_data("delivered")),
            judged(webhook(event_data("delivered")), account()).at("events").at(0));
}

TEST(Webhook, RefusesABodyThatIsNone) {
  for (const char* body : {"", "[]", "17", "{", "\xff"}) EXPECT_EQ(code_of(body), "unreadable") << body;
  EXPECT_EQ(code_of("{}"), "signature");
}

}  // namespace
}  // namespace herald::mailgun::testing

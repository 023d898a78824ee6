#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

constexpr const char* kRecordedId = "0f1e2d3c-aaaa-5bbb-8ccc-000000000001";

json record(const std::string& status, const std::string& response) {
  const test::AwsSnsSeen message{.form = {{"PhoneNumber", "+447700900777"}}, .message_id = kRecordedId};
  return json::parse(test::aws_sns_delivery_record(message, status, response));
}

json told(const json& record) { return events_of(record.dump()); }

TEST(Record, OfSuccessIsDeliveredWhereThePhoneTookIt) {
  EXPECT_EQ(told(record("SUCCESS", "Message has been accepted by phone carrier")),
            json::array({{{"kind", "receipt"},
                          {"provider_id", kRecordedId},
                          {"state", "SENT"},
                          {"detail", "Message has been accepted by phone carrier"},
                          {"occurred_at_ms", 1'715'941'230'000},
                          {"cost_micros", 39'100},
                          {"currency", "USD"},
                          {"segments", 1},
                          {"dedupe_key", std::string(kRecordedId) + ":SENT"}}}));
  EXPECT_EQ(told(record("SUCCESS", "Message has been accepted by phone")).at(0).at("state"), "DELIVERED");
  EXPECT_EQ(told(record("SUCCESS", "Something new")).at(0).at("state"), "SENT");
  EXPECT_EQ(told(record("SUCCESS", "")).at(0).at("detail"), "SUCCESS");
}

TEST(Record, SaysPriceAndPartsAsFarAsTheyAreSuch) {
  json odd = record("SUCCESS", "Message has been accepted by phone");
  odd["delivery"]["priceInUSD"] = 0.0;
  odd["delivery"]["numberOfMessageParts"] = 255;
  EXPECT_EQ(told(odd).at(0).at("cost_micros"), 0);
  EXPECT_EQ(told(odd).at(0).at("segments"), 255);
  for (const json& none : {json(-0.1), json("0.1"), json(1e7), json{}}) {
    odd["delivery"]["priceInUSD"] = none;
    EXPECT_FALSE(told(odd).at(0).contains("cost_micros")) << none;
    EXPECT_FALSE(told(odd).at(0).contains("currency")) << none;
  }
  for (const json& none : {json(0), json(256), json("1"), json{}}) {
    odd["delivery"]["numberOfMessageParts"] = none;
    EXPECT_FALSE(told(odd).at(0).contains("segments")) << none;
  }
}

TEST(Record, OfFailureSaysWhy) {
  const json event = told(record("FAILURE", "Phone has blocked SMS")).at(0);
  EXPECT_EQ(event.at("state"), "FAILED");
  EXPECT_EQ(event.at("class"), "blocked");
  EXPECT_EQ(event.at("code"), "phone_has_blocked_sms");
  EXPECT_EQ(event.at("text"), "Phone has blocked SMS");
  EXPECT_EQ(told(record("FAILURE", "PHONE HAS BLOCKED SMS")).at(0).at("class"), "blocked") << "in any case";
  const json unknown = told(record("FAILURE", "Refused by +447700900777")).at(0);
  EXPECT_EQ(unknown.at("class"), "content_rejected");
  EXPECT_EQ(unknown.at("code"), "failure");
  EXPECT_EQ(unknown.at("text"), "Refused by [number]");
  EXPECT_FALSE(told(record("FAILURE", "")).at(0).contains("text"));
}

TEST(Record, OfAnOptOutIsOneToUs) {
  const json events = told(record("FAILURE", "Phone number is opted out"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events.at(1), (json{{"kind", "opt_out"},
                                {"address", "+447700900777"},
                                {"dedupe_key", std::string(kRecordedId) + ":opt_out"}}));
  for (const char* other :
       {"Phone is on a blocked list", "Destination is on a blocked list", "Phone has blocked SMS"})
    EXPECT_EQ(told(record("FAILURE", other)).size(), 1U) << "nobody's wish: " << other;
  EXPECT_EQ(told(record("SUCCESS", "Phone number is opted out")).size(), 1U);
  json masked = record("FAILURE", "Phone number is opted out");
  masked["delivery"]["destination"] = "+44*****0777";
  EXPECT_EQ(told(masked).size(), 1U);
}

TEST(Record, ThatIsNotWholeSaysNothing) {
  json odd = record("SUCCESS", "x");
  odd["status"] = "PENDING";
  EXPECT_EQ(told(odd), json::array());
  odd = record("SUCCESS", "x");
  odd["notification"].erase("messageId");
  EXPECT_EQ(told(odd), json::array());
  odd = record("SUCCESS", "x");
  odd["notification"].erase("timestamp");
  odd.erase("delivery");
  ASSERT_EQ(told(odd).size(), 1U);
  EXPECT_FALSE(told(odd).at(0).contains("occurred_at_ms"));
}

}  // namespace
}  // namespace herald::aws_sns::testing

#include <gtest/gtest.h>

#include "tests/plugins/sendgrid/plugin_calls.hpp"
#include "tests/support/sendgrid_wire.hpp"

namespace herald::sendgrid::testing {
namespace {

using nlohmann::json;

/// The worked vector of the provider's fact sheet.
Arrived vector_of_the_sheet() {
  return {
      .signature =
          "MEYCIQCg7JXOere7JW4yp7tDXgai4SCx6r53O0Pt1AFjyxQ4XAIhAOpdoY+QzXd9mxrvtzDoW03ZwimU89YjCOMCWogW+8Ac",
      .timestamp = "1715941231",
      .body = R"([{"email":"rcpt@example.net","event":"delivered","sg_event_id":"ZXhhbXBsZS1ldmVudC0x",)"
              R"("sg_message_id":"abcDEF123.recvd-0","timestamp":1715941230}])"
              "\r\n"};
}

std::string code_of(const Arrived& arrived, const json& channel = account()) {
  const json out = judged(arrived, channel);
  return out.at("kind") == "events" ? "" : out.at("code").get<std::string>();
}

/// A batch signed `age` seconds ago by a key that the account trusts.
struct Fresh {
  test::EventKey key{};
  json channel = account();
  Fresh() { channel["config"]["webhook_public_key"] = key.public_key(); }
  [[nodiscard]] Arrived batch(std::int64_t age) const {
    Arrived out{.timestamp = std::to_string(kNow / 1000 - age), .body = "[]\r\n"};
    out.signature = key.sign(out.timestamp, out.body);
    return out;
  }
};

TEST(Webhook, TakesTheWorkedVectorOfTheSheet) {
  const json out = judged(vector_of_the_sheet(), account());
  ASSERT_EQ(out.at("kind"), "events") << out;
  ASSERT_EQ(out.at("events").size(), 1U);
  EXPECT_EQ(out.at("events")[0].at("state"), "DELIVERED");
  EXPECT_EQ(out.at("events")[0].at("provider_id"), "abcDEF123");
  EXPECT_EQ(out.at("events")[0].at("dedupe_key"), "ZXhhbXBsZS1ldmVudC0x");
}

TEST(Webhook, RefusesTheVectorChangedAnywhere) {
  const Arrived good = vector_of_the_sheet();
  Arrived bad = good;
  bad.body.resize(bad.body.size() - 2);
  EXPECT_EQ(code_of(bad), "signature") << "without the last line end";
  bad = good;
  bad.body[40] ^= 1;
  EXPECT_EQ(code_of(bad), "signature");
  bad = good;
  bad.timestamp = "1715941232";
  EXPECT_EQ(code_of(bad), "signature");
  for (const char* timestamp : {"", "01715941231", " 1715941231", "1715941231.0", "-1", "17159412310000"}) {
    bad = good;
    bad.timestamp = timestamp;
    EXPECT_EQ(code_of(bad), "signature") << timestamp;
  }
  for (const char* signature :
       {"", "AAAA", "not base64!", "MEYCIQCg7JXOere7JW4yp7tDXgai4SCx6r53O0Pt1AFjyxQ4XAIhAA=="}) {
    bad = good;
    bad.signature = signature;
    EXPECT_EQ(code_of(bad), "signature") << signature;
  }
}

TEST(Webhook, TakesTheKeyHoweverItWasPasted) {
  const std::string pem = "-----BEGIN PUBLIC KEY-----\n" + kSheetKey.substr(0, 64) + "\r\n" +
                          kSheetKey.substr(64) + "\n-----END PUBLIC KEY-----\n";
  for (const std::string& pasted :
       {pem, "  " + kSheetKey + "\n", kSheetKey.substr(0, 50) + " " + kSheetKey.substr(50)}) {
    json channel = account();
    channel["config"]["webhook_public_key"] = pasted;
    EXPECT_EQ(code_of(vector_of_the_sheet(), channel), "") << pasted;
  }
}

TEST(Webhook, TakesAnyOfSeveralKeys) {
  json channel = account();
  channel["config"] = {{"webhook_public_key", test::EventKey{}.public_key()},
                       {"webhook_public_keys", json::array({test::EventKey{}.public_key(), kSheetKey})}};
  EXPECT_EQ(code_of(vector_of_the_sheet(), channel), "");
  channel["config"].erase("webhook_public_keys");
  EXPECT_EQ(code_of(vector_of_the_sheet(), channel), "signature");
}

TEST(Webhook, RefusesEverythingWithoutAUsableKey) {
  json channel = account();
  channel["config"].erase("webhook_public_key");
  EXPECT_EQ(code_of(vector_of_the_sheet(), channel), "signature");
  std::string off_curve = kSheetKey;
  off_curve[60] = off_curve[60] == 'A' ? 'B' : 'A';
  channel["config"]["webhook_public_key"] = off_curve;
  EXPECT_EQ(code_of(vector_of_the_sheet(), channel), "signature");
}

TEST(Webhook, TakesSignaturesOfADayAndFiveMinutesAhead) {
  const Fresh fresh;
  EXPECT_EQ(code_of(fresh.batch(0), fresh.channel), "");
  EXPECT_EQ(code_of(fresh.batch(86'400), fresh.channel), "");
  EXPECT_EQ(code_of(fresh.batch(86'401), fresh.channel), "signature");
  EXPECT_EQ(code_of(fresh.batch(-300), fresh.channel), "");
  EXPECT_EQ(code_of(fresh.batch(-301), fresh.channel), "signature");
}

TEST(Webhook, KeepsToTheToleranceOfTheChannel) {
  Fresh fresh;
  fresh.channel["config"]["webhook_tolerance_seconds"] = 60;
  EXPECT_EQ(code_of(fresh.batch(60), fresh.channel), "");
  EXPECT_EQ(code_of(fresh.batch(61), fresh.channel), "signature");
}

TEST(Webhook, RefusesASignedBodyThatIsNoBatch) {
  const Fresh fresh;
  Arrived odd = fresh.batch(0);
  odd.body = "{}";
  odd.signature = fresh.key.sign(odd.timestamp, odd.body);
  EXPECT_EQ(code_of(odd, fresh.channel), "unreadable");
}

}  // namespace
}  // namespace herald::sendgrid::testing

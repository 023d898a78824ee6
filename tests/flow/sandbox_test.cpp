// One message each to the sandbox's personalities: what the far side does is what the API shows.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class SandboxFlow : public InTheHouse {
 protected:
  json deliver(const std::string& to, const std::string& status) {
    text_ = fresh_text("sandbox");
    return house_.tenant.await(house_.send_sandbox(to, text_), status);
  }
  [[nodiscard]] int requests() const { return house_.sandbox.count(text_); }

 private:
  std::string text_;
};

TEST_P(SandboxFlow, DeliversAndTellsTheWholeStory) {
  const json message = deliver("00", "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_TRUE(types_of(message).starts_with("message.accepted ")) << types_of(message);
  EXPECT_TRUE(types_of(message).ends_with("message.delivered")) << types_of(message);
  ASSERT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "DELIVERED");
  EXPECT_FALSE(message.at("provider_message_id").is_null());
  EXPECT_FALSE(message.at("delivered_at").is_null());
  EXPECT_EQ(requests(), 1);
}

TEST_P(SandboxFlow, IsContentWithSentWhereNoReceiptComes) {
  const json message = deliver("10", "SENT");
  EXPECT_EQ(message.at("status"), "SENT");
  EXPECT_TRUE(message.at("delivered_at").is_null());
}

TEST_P(SandboxFlow, ComesBackWhenTheProviderSaysSo) {
  const json message = deliver("02", "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  ASSERT_EQ(message.at("attempts").size(), 2U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "NOT_SENT");
  EXPECT_EQ(message.at("attempts")[0].at("error").at("class"), "quota");
  EXPECT_EQ(requests(), 2);
  // Retry-After was one second; times are milliseconds of one clock.
  const auto first = message.at("attempts")[0].at("settled_at").get<std::string>();
  const auto second = message.at("attempts")[1].at("created_at").get<std::string>();
  EXPECT_NE(first.substr(0, 19), second.substr(0, 19)) << first << " and " << second;
}

TEST_P(SandboxFlow, TriesAgainAfterFailuresOfTheProvider) {
  const json message = deliver("03", "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_EQ(message.at("attempts").size(), 3U);
  EXPECT_EQ(requests(), 3);
}

TEST_P(SandboxFlow, AdmitsThatItDoesNotKnowWhenTheConnectionCloses) {
  const json message = deliver("04", "UNKNOWN");
  EXPECT_EQ(message.at("status"), "UNKNOWN");
  ASSERT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "UNKNOWN");
  EXPECT_EQ(requests(), 1);
}

TEST_P(SandboxFlow, BelievesAReceiptBeforeTheTimeOut) {
  json draft = house_.sandbox.channel("impatient");
  draft["timeout_seconds"] = 1;
  const std::string channel = house_.tenant.make_channel(draft);
  const std::string id = house_.tenant.send(
      {{"channel_id", channel}, {"to_address", "+15005550105"}, {"message_body", "silent"}});
  EXPECT_EQ(house_.tenant.await(id, "DELIVERED").at("status"), "DELIVERED");
  // The time-out that follows must not take it back.
  const bool settled =
      eventually([&] { return !house_.tenant.message(id).at("attempts")[0].at("settled_at").is_null(); });
  EXPECT_TRUE(settled);
  EXPECT_EQ(house_.tenant.message(id).at("status"), "DELIVERED");
}

TEST_P(SandboxFlow, ReportsABounce) {
  const json message = deliver("06", "BOUNCED");
  EXPECT_EQ(message.at("status"), "BOUNCED");
  EXPECT_EQ(message.at("error").at("code"), "invalid_recipient");
}

TEST_P(SandboxFlow, EndsInTheHighestStateWhateverTheOrder) {
  const json message = deliver("07", "READ");
  EXPECT_EQ(message.at("status"), "READ");
  EXPECT_EQ(house_.tenant.await(message.at("id"), "SENT", std::chrono::milliseconds{300}).at("status"),
            "READ");
}

TEST_P(SandboxFlow, GivesUpOnAnInvalidRecipientAtOnce) {
  const json message = deliver("08", "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(requests(), 1);
}

TEST_P(SandboxFlow, GivesUpWhenTheAccountIsRefused) {
  const json message = deliver("09", "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "auth");
  EXPECT_EQ(requests(), 1);
}

TEST_P(SandboxFlow, ResolvesAnUnreadableAnswerByTheReceipt) {
  const json message = deliver("11", "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(requests(), 1);
}

TEST_P(SandboxFlow, TellsTheSegmentsBeforeAndWithTheMessage) {
  std::string text = fresh_text("it\xE2\x80\x99s ");
  text += std::string(71 - text.size(), 'x');  // 69 characters
  const json wish{
      {"channel_id", house_.sandbox_channel}, {"to_address", "+15005550100"}, {"message_body", text}};
  const auto estimate = [&](const json& message) {
    const HttpReply reply = house_.tenant.call("POST", "/messages/estimate", message.dump());
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  };
  const json before = estimate(wish);
  EXPECT_EQ(before.at("encoding"), "UCS-2");
  EXPECT_EQ(before.at("units"), 69);
  EXPECT_EQ(before.at("segments"), 1);
  EXPECT_EQ(house_.sandbox.count(text), 0);
  json longer = wish;
  longer["message_body"] = text + "yy";
  EXPECT_EQ(estimate(longer).at("segments"), 2);
  const HttpReply made = house_.tenant.post(longer);
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(json::parse(made.body).at("segments"), 2);
}

HERALD_ON_BOTH_DATABASES(SandboxFlow);

}  // namespace
}  // namespace herald::test

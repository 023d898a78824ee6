// Messages sent by type, over channels of which one does not work.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// A tenant whose better channel has a wrong token, and whose other one is the sandbox.
class FailoverFlow : public testing::TestWithParam<Dialect> {
 protected:
  std::string make_first() {
    json draft{{"channel_type", "SMS"},
               {"channel_name", "first"},
               {"api_provider", "twilio"},
               {"api_url", twilio_.url()},
               {"priority", 10},
               {"account_id", twilio_.account().sid},
               {"sender_id", "+15005550006"},
               {"auth_token", "0123456789abcdef0123456789abcdef"}};
    return tenant_.make_channel(draft);
  }
  json send(const json& more) {
    json message{{"to_address", "+15005550100"}, {"message_body", fresh_text("over")}};
    message.update(more);
    return json{{"id", tenant_.send(message)}};
  }
  FarSide sandbox_;
  TwilioServer twilio_;
  Daemon daemon_{GetParam(), {.only = {"sandbox", "twilio"}}};
  Tenant tenant_{daemon_.port(), daemon_.make_key("failover")};
  std::string first_{make_first()};
  std::string second_{tenant_.make_channel(sandbox_.channel("second"))};
};

TEST_P(FailoverFlow, AMessageByTypeFallsOverAndSaysSo) {
  const json done = tenant_.await(send({{"channel_type", "SMS"}}).at("id"), "DELIVERED");
  EXPECT_EQ(done.at("status"), "DELIVERED") << done;
  EXPECT_EQ(done.at("channel_id"), second_);
  ASSERT_EQ(done.at("attempts").size(), 2U);
  EXPECT_EQ(done.at("attempts")[0].at("channel_id"), first_);
  EXPECT_EQ(done.at("attempts")[0].at("state"), "NOT_SENT");
  EXPECT_EQ(done.at("attempts")[0].at("error").at("class"), "auth");
  EXPECT_EQ(done.at("attempts")[1].at("channel_id"), second_);
  EXPECT_NE(types_of(done).find("message.rerouted"), std::string::npos) << types_of(done);
  const json why =
      json::parse(tenant_.call("GET", "/messages/" + done.at("id").get<std::string>() + "/explain").body);
  EXPECT_EQ(why.at("channel").at("chosen_by"), "type");
  EXPECT_TRUE(why.at("waits_for").is_null());
  EXPECT_NE(why.dump().find("over channel " + first_ + " certainly was not sent, class auth"),
            std::string::npos)
      << why;
}

TEST_P(FailoverFlow, AChannelThatTheCallerNamedIsNotLeft) {
  const json done = tenant_.await(send({{"channel_id", first_}}).at("id"), "FAILED");
  EXPECT_EQ(done.at("status"), "FAILED");
  EXPECT_EQ(done.at("channel_id"), first_);
  EXPECT_EQ(done.at("attempts").size(), 1U);
}

TEST_P(FailoverFlow, WhatIsWrongWithTheRecipientFallsOverNowhere) {
  tenant_.call("PATCH", "/channels/" + first_, json{{"auth_token", twilio_.account().auth_token}}.dump());
  const json done =
      tenant_.await(send({{"channel_type", "SMS"}, {"to_address", "+15005550001"}}).at("id"), "FAILED");
  EXPECT_EQ(done.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(done.at("channel_id"), first_);
  EXPECT_EQ(done.at("attempts").size(), 1U);
}

TEST_P(FailoverFlow, AnUnknownOutcomeFallsOverNowhere) {
  tenant_.call("PATCH", "/channels/" + first_,
               json{{"auth_token", twilio_.account().auth_token}, {"timeout_seconds", 1}}.dump());
  const std::string to = fresh_number();
  twilio_.next(to, {TwilioMood::Silent});
  const json done = tenant_.await(send({{"channel_type", "SMS"}, {"to_address", to}}).at("id"), "UNKNOWN");
  EXPECT_EQ(done.at("status"), "UNKNOWN") << done;
  EXPECT_EQ(done.at("channel_id"), first_);
  EXPECT_EQ(done.at("attempts").size(), 1U);
}

HERALD_ON_BOTH_DATABASES(FailoverFlow);

}  // namespace
}  // namespace herald::test

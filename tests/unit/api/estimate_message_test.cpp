#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

const std::string kEstimate = std::string{kMessages} + "/estimate";

std::string text_of(const std::string& text) {
  return R"({"channel_type":"SMS","to_address":"07700 900123","message_body":")" + text + "\"}";
}

TEST(EstimateMessage, counts_and_accepts_nothing) {
  World world;
  const auto response = world.post(kEstimate, text_of("10 \xE2\x82\xAC"));
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(member(response, "channel_id"), kChannel);
  EXPECT_EQ(member(response, "to_address"), "+447700900123");
  EXPECT_EQ(member(response, "encoding"), "GSM-7");
  EXPECT_EQ(member(response, "characters"), "4");
  EXPECT_EQ(member(response, "units"), "5");
  EXPECT_EQ(member(response, "segments"), "1");
  EXPECT_EQ(member(response, "unfit_characters"), "[]");
  EXPECT_TRUE(world.ledger.accepted.empty());
  EXPECT_FALSE(json_of(response).member("cost_micros").has_value()) << "no price is known";
}

TEST(EstimateMessage, names_what_makes_it_expensive) {
  World world;
  const auto response = world.post(kEstimate, text_of("it\xE2\x80\x99s"));
  EXPECT_EQ(member(response, "encoding"), "UCS-2");
  EXPECT_EQ(member(response, "unfit_characters"),
            R"([{"character":"’","code_point":"U+2019","count":1,"position":2}])");
}

TEST(EstimateMessage, refuses_what_sending_would_refuse) {
  World world;
  for (const std::string& body :
       {text_of("longer than twenty characters"), std::string{R"({"channel_type":"SMS"})"},
        std::string{R"({"channel_type":"FAX","to_address":"1","message_body":"x","who":1})"}}) {
    const auto estimate = world.post(kEstimate, body);
    const auto sending = world.post(kMessages, body);
    EXPECT_EQ(estimate.status, 400);
    EXPECT_EQ(pointers(estimate), pointers(sending)) << body;
  }
}

TEST(EstimateMessage, may_be_asked_with_a_test_key) {
  World world;
  http::Request request = request_of(http::Method::Post, kEstimate, text_of("hi"));
  request.headers.push_back(
      {"X-API-Key", world.key(R"(["communication.messages.send"])", tenancy::Mode::Test)});
  EXPECT_EQ(world.send(std::move(request)).status, 200);
}

TEST(SendMessage, shows_the_segments_that_it_will_take) {
  World world;
  const auto response = world.post(kMessages, text_of("hi"));
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(member(response, "segments"), "1");
  EXPECT_EQ(world.ledger.accepted.at(0).message.segments, 1);
  const std::string picture =
      R"({"channel_type":"SMS","to_address":"07700 900123","message_type":"IMAGE","message_body":"hi",)"
      R"("attachments":[{"url":"https://x.example/a.png"}]})";
  EXPECT_EQ(member(world.post(kMessages, picture), "segments"), "0") << "an MMS has none";
}

}  // namespace
}  // namespace herald::api

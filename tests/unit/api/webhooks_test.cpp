#include "host/api/webhooks.hpp"

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

TEST(Webhooks, reach_the_receiver_untouched_and_without_a_credential) {
  World world;
  http::Request request =
      request_of(http::Method::Post, "/api/v1/communication/webhooks/acme/ch%201?a=%20b", "a=1&b=%00");
  request.headers.push_back({"X-Signature", "s"});
  request.remote_ip = "203.0.113.7";
  const auto response = world.send(std::move(request));
  ASSERT_EQ(world.receiver.calls.size(), 1U);
  const WebhookCall& call = world.receiver.calls[0];
  EXPECT_EQ(call.provider, "acme");
  EXPECT_EQ(call.channel_id, "ch 1");
  EXPECT_EQ(call.method, "POST");
  EXPECT_EQ(call.target, "/api/v1/communication/webhooks/acme/ch%201?a=%20b");
  EXPECT_EQ(call.query, "a=%20b");
  EXPECT_EQ(call.body, "a=1&b=%00");
  EXPECT_EQ(call.remote_ip, "203.0.113.7");
  ASSERT_EQ(call.headers.size(), 1U);
  EXPECT_EQ(call.headers[0].second, "s");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(response.content_type, "text/plain");
}

TEST(Webhooks, challenges_come_by_get) {
  World world;
  world.receiver.answer = {403, "", ""};
  EXPECT_EQ(world.send(request_of(http::Method::Get, "/api/v1/communication/webhooks/acme/c?x=1")).status,
            403);
  EXPECT_EQ(world.receiver.calls.at(0).method, "GET");
}

TEST(Webhooks, the_generic_form_names_no_channel) {
  World world;
  const auto response =
      world.send(request_of(http::Method::Post, "/api/v1/communication/webhooks/acme", R"({"events":[]})"));
  EXPECT_EQ(response.status, 200);
  ASSERT_EQ(world.receiver.calls.size(), 1U);
  EXPECT_EQ(world.receiver.calls[0].provider, "acme");
  EXPECT_EQ(world.receiver.calls[0].channel_id, "");
  EXPECT_EQ(world.receiver.calls[0].body, R"({"events":[]})");
  world.receiver.answer = {400, "", ""};
  const auto bad = world.send(request_of(http::Method::Post, "/api/v1/communication/webhooks/acme", "{"));
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(member(bad, "code"), "invalid_body");
}

TEST(Webhooks, who_is_to_come_again_is_told_when) {
  World world;
  world.receiver.answer = {503, "", "", std::chrono::seconds{60}};
  const auto response =
      world.send(request_of(http::Method::Post, "/api/v1/communication/webhooks/acme/c", ""));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "Retry-After"), "60");
}

}  // namespace
}  // namespace herald::api

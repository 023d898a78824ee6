#include "host/api/messages.hpp"

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

TEST(SendMessage, answers_201_with_location_and_the_resource) {
  World world;
  const auto response = world.post(
      kMessages,
      R"({"channel_type":"SMS","to_address":"+44 7700 900123","message_body":"hi","reference":"r1",)"
      R"("contact_id":"c1","lead_id":"l1","priority":"high","metadata":{"a":1},"message_class":"otp"})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(header(response, "Location"), std::string{kMessages} + "/" + member(response, "id"));
  EXPECT_TRUE(is_uuid(member(response, "id")));
  EXPECT_TRUE(is_uuid(member(response, "session_id")));
  EXPECT_EQ(member(response, "channel_id"), kChannel);
  EXPECT_EQ(member(response, "direction"), "OUTBOUND");
  EXPECT_EQ(member(response, "to_address"), "+447700900123");
  EXPECT_EQ(member(response, "status"), "QUEUED");
  EXPECT_EQ(member(response, "priority"), "1");
  EXPECT_EQ(member(response, "reference"), "r1");
  EXPECT_EQ(member(response, "contact_id"), "c1");
  EXPECT_EQ(member(response, "lead_id"), "l1");
  EXPECT_EQ(member(response, "message_class"), "otp");
  EXPECT_EQ(member(response, "metadata"), R"({"a":1})");
  EXPECT_EQ(member(response, "attachments"), "[]");
  EXPECT_EQ(member(response, "error"), "null");
  EXPECT_EQ(member(response, "created_at"), "2025-06-01T12:00:00.000Z");
  EXPECT_EQ(member(response, "version"), "1");
}

TEST(SendMessage, names_who_asked_and_under_which_request) {
  World world;
  world.post(kMessages, kMessageBody, {{"Idempotency-Key", "k1"}});
  ASSERT_EQ(world.ledger.accepted.size(), 1U);
  const domain::AcceptRequest& request = world.ledger.accepted[0];
  EXPECT_EQ(request.origin.actor, "apikey:key-0");
  EXPECT_EQ(request.origin.request_id, "req-1");
  EXPECT_EQ(request.message.tenant.text, kTenant);
  EXPECT_EQ(request.idempotency.value().key_hash.size(), 64U);
}

TEST(SendMessage, reads_a_national_number_in_the_tenants_region) {
  World world;
  const auto response =
      world.post(kMessages, R"({"channel_type":"SMS","to_address":"07700 900123","message_body":"hi"})");
  EXPECT_EQ(member(response, "to_address"), "+447700900123") << response.body;
}

TEST(SendMessage, is_scheduled_for_a_time_ahead) {
  World world;
  const auto response = world.post(kMessages, R"({"channel_id":")" + std::string{kChannel} +
                                                  R"(","to_address":"+447700900123","message_body":"hi",)"
                                                  R"("schedule_for":"2025-06-01T14:00:01+02:00"})");
  EXPECT_EQ(member(response, "status"), "SCHEDULED") << response.body;
  EXPECT_EQ(member(response, "schedule_for"), "2025-06-01T12:00:01.000Z");
}

TEST(SendMessage, reports_all_problems_together_and_stores_nothing) {
  World world;
  const auto response = world.post(
      kMessages,
      R"({"channel_type":"SMS","to_address":"nonsense","message_body":"123456789012345678901","priority":2,)"
      R"("colour":"red","schedule_for":"tomorrow","expires_at":"2025-06-01T12:00:00Z","options":{"blink":true}})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(member(response, "code"), "invalid_body");
  EXPECT_EQ(pointers(response),
            (std::vector<std::string>{"/priority", "/schedule_for", "/colour", "/message_body",
                                      "/options/blink", "/to_address", "/expires_at"}))
      << response.body;
  EXPECT_TRUE(world.ledger.accepted.empty());
}

TEST(SendMessage, complains_once_about_one_place) {
  World world;
  const auto response = world.post(kMessages, R"({"channel_type":7,"to_address":7,"message_body":7})");
  EXPECT_EQ(pointers(response), (std::vector<std::string>{"/channel_type", "/to_address", "/message_body"}));
}

TEST(SendMessage, refuses_what_is_no_json_object) {
  World world;
  EXPECT_EQ(member(world.post(kMessages, "{"), "code"), "malformed_json");
  EXPECT_EQ(world.post(kMessages, "[]").status, 400);
  EXPECT_EQ(world.post(kMessages, "").status, 400);
}

TEST(SendMessage, a_channel_of_another_tenant_does_not_exist) {
  World world;
  world.channels.stored[0].tenant = domain::TenantId{kOtherTenant};
  const auto response = world.post(kMessages, R"({"channel_id":")" + std::string{kChannel} +
                                                  R"(","to_address":"+447700900123","message_body":"hi"})");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(member(response, "code"), "unknown_channel");
  EXPECT_EQ(pointers(response), std::vector<std::string>{"/channel_id"});
}

TEST(SendMessage, what_else_is_wrong_beside_an_unknown_channel_makes_it_a_bad_request) {
  World world;
  const auto response =
      world.post(kMessages, R"({"channel_id":"nobody","to_address":"+447700900123","message_body":7})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response), (std::vector<std::string>{"/message_body", "/channel_id"}));
}

TEST(SendMessage, can_be_tried_again_when_the_plugin_is_not_there) {
  World world;
  world.channels.stored[0].api_provider = "gone";
  const auto response = world.post(kMessages, kMessageBody);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(member(response, "code"), "provider_inactive");
  EXPECT_EQ(member(response, "retryable"), "true");
}

TEST(SendMessage, a_taken_reference_is_a_conflict) {
  World world;
  world.ledger.refuse = Error{.code = Errc::Conflict,
                              .reason = "reference_taken",
                              .detail = "taken",
                              .problems = {{"/reference", "is taken by another message"}}};
  const auto response = world.post(kMessages, kMessageBody);
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(pointers(response), std::vector<std::string>{"/reference"});
}

TEST(SendMessage, a_test_key_sends_nothing) {
  World world;
  http::Request request = request_of(http::Method::Post, kMessages, kMessageBody);
  request.headers.push_back({"X-API-Key", world.key(R"(["*"])", tenancy::Mode::Test)});
  const auto response = world.send(std::move(request));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(member(response, "code"), "test_key");
  EXPECT_TRUE(world.ledger.accepted.empty());
}

TEST(SendMessage, takes_no_query_parameters) {
  World world;
  EXPECT_EQ(world.post(std::string{kMessages} + "?dry_run=1", kMessageBody).status, 400);
}

}  // namespace
}  // namespace herald::api

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

const std::string kMessagePath = std::string{kMessages} + "/" + kMessageId;

/// A world with one failed message.
struct Failed : World {
  Failed() {
    domain::MessageView view;
    domain::Message& message = view.message;
    message.id = domain::MessageId{kMessageId};
    message.tenant = domain::TenantId{kTenant};
    message.channel = domain::ChannelId{kChannel};
    message.status = domain::MessageStatus::Failed;
    message.version = 3;
    message.content.channel_type = "SMS";
    message.content.message_type = "IMAGE";
    message.content.to_address = "+447700900123";
    message.content.body = "say \"hi\"";
    message.content.attachments_json = R"([{"url":"https://example.org/a.png"}])";
    message.content.options_json = R"({"flash":true})";
    message.content.metadata_json = R"({"a":1})";
    message.content.message_class = "otp";
    message.content.reference = "r1";
    message.content.contact_ref = "c1";
    message.content.lead_ref = "l1";
    message.content.priority = 1;
    message.content.schedule_for = clock.at - std::chrono::hours{2};
    message.content.expires_at = clock.at - std::chrono::hours{1};
    messages.views.emplace(kMessageId, view);
  }
  domain::MessageContent& content() { return messages.views.at(kMessageId).message.content; }
};

TEST(CancelMessage, answers_the_message_as_it_then_is) {
  Failed world;
  const auto response = world.post(kMessagePath + "/cancel", "");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(header(response, "ETag"), "\"3\"");
  EXPECT_TRUE(json_of(response).member("attempts"));
  ASSERT_EQ(world.ledger.cancelled.size(), 1U);
  EXPECT_EQ(world.ledger.cancelled[0].message.text, kMessageId);
  EXPECT_EQ(world.ledger.cancelled[0].tenant.text, kTenant);
  EXPECT_EQ(world.ledger.cancelled[0].origin.actor, "apikey:key-0");
}

TEST(CancelMessage, is_refused_once_the_message_is_being_sent) {
  Failed world;
  world.ledger.refuse = Error{.code = Errc::Conflict, .reason = "not_cancellable", .detail = "is SENDING"};
  const auto response = world.post(kMessagePath + "/cancel", "");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(member(response, "code"), "not_cancellable");
}

TEST(CancelMessage, takes_neither_members_nor_parameters_nor_what_is_no_id) {
  Failed world;
  EXPECT_EQ(pointers(world.post(kMessagePath + "/cancel", R"({"why":"x"})")),
            std::vector<std::string>{"/why"});
  EXPECT_EQ(world.post(kMessagePath + "/cancel?force=1", "").status, 400);
  EXPECT_EQ(world.post(std::string{kMessages} + "/x/cancel", "").status, 404);
  EXPECT_TRUE(world.ledger.cancelled.empty());
}

TEST(ResendMessage, makes_a_new_message_of_the_same_content_linked_to_the_first) {
  Failed world;
  const auto response = world.post(kMessagePath + "/resend", "");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_NE(member(response, "id"), kMessageId);
  EXPECT_EQ(member(response, "resend_of"), kMessageId);
  EXPECT_EQ(header(response, "Location"), std::string{kMessages} + "/" + member(response, "id"));
  const domain::MessageContent& sent = world.ledger.accepted.at(0).message.content;
  EXPECT_EQ(sent.body, "say \"hi\"");
  EXPECT_EQ(sent.message_type, "IMAGE");
  EXPECT_EQ(sent.attachments_json, R"([{"url":"https://example.org/a.png"}])");
  EXPECT_EQ(sent.options_json, R"({"flash":true})");
  EXPECT_EQ(sent.metadata_json, R"({"a":1})");
  EXPECT_EQ(sent.message_class, "otp");
  EXPECT_EQ(sent.contact_ref, "c1");
  EXPECT_EQ(sent.lead_ref, "l1");
  EXPECT_EQ(sent.priority, 1);
  EXPECT_EQ(sent.reference, "") << "it names the first message for good";
  EXPECT_FALSE(sent.schedule_for);
  EXPECT_FALSE(sent.expires_at) << "it had passed";
}

TEST(ResendMessage, keeps_an_expiry_that_lies_ahead) {
  Failed world;
  world.content().expires_at = world.clock.at + std::chrono::hours{1};
  world.post(kMessagePath + "/resend", "");
  EXPECT_EQ(world.ledger.accepted.at(0).message.content.expires_at, world.clock.at + std::chrono::hours{1});
}

TEST(ResendMessage, may_use_another_channel_of_the_same_type) {
  Failed world;
  const std::string second = "01890000-0000-7000-8000-0000000000c2";
  domain::Channel other = world.channels.stored[0];
  other.id = domain::ChannelId{second};
  world.channels.stored.push_back(other);
  EXPECT_EQ(member(world.post(kMessagePath + "/resend", R"({"channel_id":")" + second + "\"}"), "channel_id"),
            second);
  world.channels.stored[1].channel_type = "EMAIL";
  EXPECT_EQ(pointers(world.post(kMessagePath + "/resend", R"({"channel_id":")" + second + "\"}")).at(0),
            "/channel_type");
  EXPECT_EQ(pointers(world.post(kMessagePath + "/resend", R"({"colour":1})")),
            std::vector<std::string>{"/colour"});
}

TEST(ResendMessage, is_judged_by_the_channel_as_it_is_now) {
  Failed world;
  world.content().body = "123456789012345678901";
  EXPECT_EQ(pointers(world.post(kMessagePath + "/resend", "")), std::vector<std::string>{"/message_body"});
  world.channels.stored.clear();
  EXPECT_EQ(pointers(world.post(kMessagePath + "/resend", "")), std::vector<std::string>{"/channel_id"});
}

TEST(ResendMessage, is_only_for_ones_own_outbound_messages_and_live_keys) {
  Failed world;
  world.messages.views.at(kMessageId).message.direction = "INBOUND";
  EXPECT_EQ(member(world.post(kMessagePath + "/resend", ""), "code"), "not_resendable");
  world.messages.views.at(kMessageId).message.tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.post(kMessagePath + "/resend", "").status, 404);
  http::Request request = request_of(http::Method::Post, kMessagePath + "/resend");
  request.headers.push_back({"X-API-Key", world.key(R"(["*"])", tenancy::Mode::Test)});
  EXPECT_EQ(member(world.send(std::move(request)), "code"), "test_key");
  EXPECT_TRUE(world.ledger.accepted.empty());
}

TEST(ResendMessage, is_replayed_under_the_same_key) {
  Failed world;
  world.ledger.replay_of = kMessageId;
  const auto response = world.post(kMessagePath + "/resend", "", {{"Idempotency-Key", "k"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
  EXPECT_TRUE(world.ledger.accepted.at(0).idempotency);
}

}  // namespace
}  // namespace herald::api

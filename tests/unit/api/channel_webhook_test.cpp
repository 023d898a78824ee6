#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

const std::string kWebhookPath = std::string{kChannels} + "/" + kChannel + "/webhook";

/// A world whose provider can be told where to call.
struct Reachable : World {
  Reachable() {
    catalog.offer("register_webhook");
    catalog.offer("unregister_webhook");
    channels.stored[0].has_auth_token = true;
    opened = R"({"auth_token":"CANARY-token","config":{}})";
  }
};

std::string new_channel(const std::string& more) {
  return R"({"channel_type":"SMS","channel_name":"second","api_provider":"acme","auth_token":"t",)"
         R"("register_webhook":true)" +
         more + "}";
}

TEST(ChannelWebhook, is_registered_and_noted_at_the_channel) {
  Reachable world;
  const auto response = world.post(kWebhookPath, "");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(member(response, "ok"), "true");
  EXPECT_EQ(member(response, "callback_url"), "https://herald.example/hook");
  ASSERT_EQ(world.tester.asked.size(), 1U);
  EXPECT_EQ(world.tester.asked[0].op, "register_webhook");
  EXPECT_EQ(world.tester.asked[0].callback_url, "https://herald.example/hook");
  ASSERT_TRUE(world.channels.stored[0].webhook_registered_at);
  EXPECT_EQ(member(response, "registered_at"), to_rfc3339(*world.channels.stored[0].webhook_registered_at));
  EXPECT_EQ(world.channels.changes.at(0).event, "channel.webhook_registered");
  EXPECT_EQ(member(world.get(std::string{kChannels} + "/" + kChannel), "webhook_registered_at"),
            member(response, "registered_at"));
}

TEST(ChannelWebhook, may_be_registered_again_and_removed) {
  Reachable world;
  world.post(kWebhookPath, "");
  EXPECT_EQ(member(world.post(kWebhookPath, "{}"), "ok"), "true");
  for (int time = 0; time < 2; ++time) {
    const auto response = world.remove(kWebhookPath);
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(member(response, "registered_at"), "null");
  }
  EXPECT_EQ(world.tester.asked.back().op, "unregister_webhook");
  EXPECT_FALSE(world.channels.stored[0].webhook_registered_at);
  EXPECT_EQ(world.channels.changes.back().event, "channel.webhook_removed");
}

TEST(ChannelWebhook, that_the_provider_refuses_is_told_and_changes_nothing) {
  Reachable world;
  world.tester.finding = {
      .kind = "rejected", .error_class = "config", .code = "bad_webhook", .text = "port", .status = 400};
  const auto response = world.post(kWebhookPath, "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"ok":false,"callback_url":"https://herald.example/hook","registered_at":null,)"
                           R"("verdict":"rejected","error":{"class":"config","code":"bad_webhook",)"
                           R"("text":"port"},"http_status":400})");
  EXPECT_TRUE(world.channels.changes.empty());
}

TEST(ChannelWebhook, is_refused_where_the_plugin_has_no_operation_for_it) {
  World world;
  for (const auto& response : {world.post(kWebhookPath, ""), world.remove(kWebhookPath)}) {
    EXPECT_EQ(response.status, 409) << response.body;
    EXPECT_EQ(member(response, "code"), "webhook_not_offered");
  }
  EXPECT_TRUE(world.tester.asked.empty());
}

TEST(ChannelWebhook, is_refused_while_the_channel_polls_but_can_be_removed) {
  Reachable world;
  world.channels.stored[0].config_json = R"({"poll":true})";
  const auto response = world.post(kWebhookPath, "");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(member(response, "code"), "channel_polls");
  EXPECT_EQ(world.remove(kWebhookPath).status, 200);
}

TEST(ChannelWebhook, is_refused_without_a_public_address) {
  Reachable world;
  world.callback_url.clear();
  const auto response = world.post(kWebhookPath, "");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(member(response, "code"), "no_callback_url");
}

TEST(ChannelWebhook, takes_no_members_no_test_key_and_nobody_elses_channel) {
  Reachable world;
  EXPECT_EQ(pointers(world.post(kWebhookPath, R"({"url":"x"})")), std::vector<std::string>{"/url"});
  http::Request request = request_of(http::Method::Post, kWebhookPath);
  request.headers.push_back({"X-API-Key", world.key(R"(["*"])", tenancy::Mode::Test)});
  EXPECT_EQ(member(world.send(std::move(request)), "code"), "test_key");
  http::Request reader = request_of(http::Method::Post, kWebhookPath);
  reader.headers.push_back({"X-API-Key", world.key(R"(["channels.read"])")});
  EXPECT_EQ(world.send(std::move(reader)).status, 403);
  world.channels.stored[0].tenant = domain::TenantId{"another"};
  EXPECT_EQ(world.post(kWebhookPath, "").status, 404);
  EXPECT_TRUE(world.tester.asked.empty());
}

TEST(ChannelWebhook, comes_with_a_secret_where_the_channel_has_none) {
  Reachable world;
  world.catalog.make_webhook_secrets();
  EXPECT_EQ(world.post(kWebhookPath, "").status, 200);
  ASSERT_EQ(world.channels.changes.size(), 2U);
  EXPECT_EQ(world.channels.changes[0].fields, std::vector<std::string>{"webhook_secret"});
  EXPECT_TRUE(world.channels.stored[0].has_webhook_secret);
  const auto secret = json::parse(world.sealed)->member("webhook_secret")->text().value();
  EXPECT_EQ(secret.size(), 64U);
  EXPECT_NE(world.sealed.find("CANARY-token"), std::string::npos) << "the others stay";
  world.channels.changes.clear();
  EXPECT_EQ(world.post(kWebhookPath, "").status, 200);
  EXPECT_EQ(world.channels.changes.size(), 1U) << "it has one now";
}

TEST(ChannelWebhook, is_noted_whatever_else_changed_of_the_channel_meanwhile) {
  Reachable world;
  world.channels.overtaken = 2;
  EXPECT_EQ(member(world.post(kWebhookPath, ""), "ok"), "true");
  EXPECT_TRUE(world.channels.stored[0].webhook_registered_at);
}

TEST(ChannelWebhook, counts_as_registered_until_what_it_was_registered_with_changes) {
  Reachable world;
  world.post(kWebhookPath, "");
  const std::string path = std::string{kChannels} + "/" + kChannel;
  EXPECT_NE(member(world.patch(path, R"({"priority":7})"), "webhook_registered_at"), "null");
  for (const char* change :
       {R"({"webhook_url":"https://a.example/"})", R"({"webhook_secret":"s"})", R"({"auth_token":"other"})",
        R"({"account_id":"AC2"})", R"({"api_url":"https://b.example"})"}) {
    world.post(kWebhookPath, "");
    EXPECT_EQ(member(world.patch(path, change), "webhook_registered_at"), "null") << change;
  }
}

TEST(NewChannelWebhook, is_registered_once_the_channel_is_there) {
  Reachable world;
  world.catalog.make_webhook_secrets();
  const auto response = world.post(kChannels, new_channel(""));
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(member(response, "webhook_secret"), R"({"set":true})");
  EXPECT_EQ(json_of(response).member("webhook")->member("ok")->boolean(), true);
  EXPECT_NE(member(response, "webhook_registered_at"), "null");
  EXPECT_EQ(header(response, "ETag"), "\"2\"");
  EXPECT_EQ(world.tester.asked.at(0).channel.text, member(response, "id"));
  EXPECT_EQ(response.body.find(json::parse(world.sealed)->member("webhook_secret")->text().value()),
            std::string::npos);
}

TEST(NewChannelWebhook, that_fails_leaves_the_channel) {
  Reachable world;
  world.tester.failure = Error{.code = Errc::Timeout, .reason = "test_timeout", .detail = "too late"};
  const auto response = world.post(kChannels, new_channel(""));
  ASSERT_EQ(response.status, 201) << response.body;
  const auto webhook = json_of(response).member("webhook");
  EXPECT_EQ(webhook->member("ok")->boolean(), false);
  EXPECT_EQ(webhook->member("error")->member("code")->text(), "test_timeout");
  EXPECT_EQ(world.channels.stored.size(), 2U);
}

TEST(NewChannelWebhook, that_cannot_be_makes_no_channel) {
  World without;
  EXPECT_EQ(pointers(without.post(kChannels, new_channel(""))),
            std::vector<std::string>{"/register_webhook"});
  Reachable world;
  world.catalog.offer("poll");
  EXPECT_EQ(pointers(world.post(kChannels, new_channel(R"(,"config_json":{"poll":true})"))),
            std::vector<std::string>{"/register_webhook"});
  world.callback_url.clear();
  EXPECT_EQ(pointers(world.post(kChannels, new_channel(""))), std::vector<std::string>{"/register_webhook"});
  EXPECT_EQ(world.channels.stored.size(), 1U);
  EXPECT_TRUE(world.tester.asked.empty());
}

TEST(NewChannelWebhook, is_not_registered_unasked) {
  Reachable world;
  const auto response = world.post(
      kChannels, R"({"channel_type":"SMS","channel_name":"x","api_provider":"acme","auth_token":"t"})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_TRUE(world.tester.asked.empty());
  EXPECT_FALSE(json_of(response).member("webhook"));
}

}  // namespace
}  // namespace herald::api

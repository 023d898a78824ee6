#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

const std::string kChannelPath = std::string{kChannels} + "/" + kChannel;

/// A world whose channel has an account, secrets and a configuration.
struct Furnished : World {
  Furnished() {
    domain::Channel& channel = channels.stored[0];
    channel.account_id = "AC1";
    channel.config_json = R"({"burst":2,"region":"eu"})";
    channel.secret_config_keys = R"(["private_key"])";
    channel.sealed_secrets = "sealed";
    channel.has_auth_token = true;
    channel.revision = 4;
    opened = R"({"auth_token":"CANARY-token","config":{"private_key":"CANARY-private"}})";
  }
};

TEST(UpdateChannel, changes_what_the_patch_names_and_keeps_the_rest_secrets_included) {
  Furnished world;
  const auto response = world.patch(kChannelPath, R"({"priority":7,"config_json":{"region":"us"}})");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(header(response, "ETag"), "\"5\"");
  EXPECT_EQ(member(response, "priority"), "7");
  EXPECT_EQ(member(response, "account_id"), "AC1");
  EXPECT_EQ(member(response, "auth_token"), R"({"set":true})");
  EXPECT_EQ(member(response, "config_json"), R"({"burst":2,"private_key":{"set":true},"region":"us"})");
  EXPECT_EQ(response.body.find("CANARY"), std::string::npos);
  EXPECT_EQ(world.sealed, R"({"auth_token":"CANARY-token","config":{"private_key":"CANARY-private"}})");
}

TEST(UpdateChannel, replaces_and_removes_secrets) {
  Furnished world;
  const auto response =
      world.patch(kChannelPath,
                  R"({"auth_token":"CANARY-new","api_key":"CANARY-key","config_json":{"private_key":null}})");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(world.sealed, R"({"api_key":"CANARY-key","auth_token":"CANARY-new","config":{}})");
  EXPECT_EQ(member(response, "config_json"), R"({"burst":2,"region":"eu"})");
  EXPECT_EQ(member(response, "api_key"), R"({"set":true})");
  EXPECT_EQ(member(world.patch(kChannelPath, R"({"api_key":null})"), "api_key"), R"({"set":false})");
}

TEST(UpdateChannel, journals_the_names_of_the_fields_and_nothing_else) {
  Furnished world;
  world.patch(kChannelPath, R"({"priority":7,"auth_token":"CANARY-new"})");
  EXPECT_EQ(world.channels.changes.at(0).fields, (std::vector<std::string>{"auth_token", "priority"}));
  EXPECT_EQ(world.channels.changes[0].origin.request_id, "req-1");
}

TEST(UpdateChannel, judges_the_result_like_a_new_channel_and_reports_all_problems) {
  Furnished world;
  const auto response = world.patch(
      kChannelPath,
      R"({"channel_name":null,"auth_token":null,"retry_count":21,"config_json":{"region":"mars"}})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response),
            (std::vector<std::string>{"/channel_name", "/retry_count", "/auth_token", "/config_json/region"}))
      << response.body;
  EXPECT_TRUE(world.channels.changes.empty());
}

TEST(UpdateChannel, asks_the_plugin_and_hides_secrets_in_its_complaints) {
  Furnished world;
  world.catalog.opinion = {{"/config/region", "not eu for CANARY-private with CANARY-token"}};
  const auto response = world.patch(kChannelPath, R"({"priority":1})");
  EXPECT_EQ(pointers(response), std::vector<std::string>{"/config_json/region"});
  EXPECT_EQ(response.body.find("CANARY"), std::string::npos);
}

TEST(UpdateChannel, does_not_turn_a_channel_into_another_one) {
  Furnished world;
  EXPECT_EQ(pointers(world.patch(kChannelPath, R"({"channel_type":"EMAIL","api_provider":"other"})")),
            (std::vector<std::string>{"/api_provider", "/channel_type"}));
  EXPECT_EQ(world.patch(kChannelPath, R"({"channel_type":"SMS","api_provider":"acme"})").status, 200);
}

TEST(UpdateChannel, refuses_unknown_members_even_when_they_are_to_be_removed) {
  Furnished world;
  EXPECT_EQ(pointers(world.patch(kChannelPath, R"({"colour":"red"})")), std::vector<std::string>{"/colour"});
  EXPECT_EQ(pointers(world.patch(kChannelPath, R"({"colour":null})")), std::vector<std::string>{"/colour"});
  EXPECT_EQ(world.patch(kChannelPath, "[]").status, 400);
  EXPECT_EQ(member(world.patch(kChannelPath, "{"), "code"), "malformed_json");
}

TEST(UpdateChannel, takes_a_patch_of_the_revision_that_if_match_names) {
  Furnished world;
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":1})", {{"If-Match", "\"4\""}}).status, 200);
  const auto stale = world.patch(kChannelPath, R"({"priority":2})", {{"If-Match", "\"4\""}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(member(stale, "code"), "revision_changed");
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":2})", {{"If-Match", R"("1", "5")"}}).status, 200);
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":2})", {{"If-Match", "W/\"6\""}}).status, 412);
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":2})", {{"If-Match", "*"}}).status, 200);
}

TEST(UpdateChannel, tries_again_when_overtaken_unless_the_caller_named_a_revision) {
  Furnished world;
  world.channels.overtaken = 2;
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":9})").status, 200);
  EXPECT_EQ(world.channels.changes.size(), 3U);
  EXPECT_EQ(world.channels.changes[2].channel.revision, 6);
  world.channels.overtaken = 1;
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":9})", {{"If-Match", "\"7\""}}).status, 412);
  world.channels.overtaken = 3;
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":9})").status, 412);
}

TEST(UpdateChannel, does_not_know_another_tenants_channel) {
  Furnished world;
  world.channels.stored[0].tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.patch(kChannelPath, R"({"priority":1})").status, 404);
  EXPECT_EQ(world.remove(kChannelPath).status, 404);
  EXPECT_EQ(world.post(kChannelPath + "/test", "").status, 404);
  EXPECT_EQ(world.patch(std::string{kChannels} + "/x", R"({"priority":1})").status, 404);
}

TEST(DeleteChannel, answers_204_and_then_404) {
  Furnished world;
  const auto response = world.remove(kChannelPath);
  EXPECT_EQ(response.status, 204);
  EXPECT_TRUE(response.body.empty());
  EXPECT_FALSE(world.channels.removals.at(0).revision) << "no revision was named";
  EXPECT_EQ(world.remove(kChannelPath).status, 404);
}

TEST(DeleteChannel, deletes_only_the_revision_that_if_match_names) {
  Furnished world;
  EXPECT_EQ(world.remove(kChannelPath, {{"If-Match", "\"3\""}}).status, 412);
  EXPECT_TRUE(world.channels.removals.empty());
  EXPECT_EQ(world.remove(kChannelPath, {{"If-Match", "\"4\""}}).status, 204);
  EXPECT_EQ(world.channels.removals.at(0).revision, 4);
}

TEST(TestChannel, judges_the_configuration_where_the_plugin_cannot_test) {
  Furnished world;
  const auto response = world.post(kChannelPath + "/test", "");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.body, R"({"ok":true,"checked":"configuration","problems":[],"verdict":null,)"
                           R"("error":null,"http_status":null})");
  EXPECT_TRUE(world.tester.asked.empty());
}

TEST(TestChannel, shows_what_is_wrong_with_the_configuration_and_asks_nobody) {
  Furnished world;
  world.catalog.offer("test_account");
  world.opened = "{}";  // the required auth_token is gone
  const auto response = world.post(kChannelPath + "/test", "{}");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(member(response, "ok"), "false");
  EXPECT_EQ(json_of(response).member("problems")->elements().at(0).member("pointer")->text(), "/auth_token");
  EXPECT_TRUE(world.tester.asked.empty());
}

TEST(TestChannel, shows_what_the_provider_said_of_the_account) {
  Furnished world;
  world.catalog.offer("test_account");
  EXPECT_EQ(member(world.post(kChannelPath + "/test", ""), "ok"), "true");
  world.tester.finding = {
      .kind = "auth_failed", .error_class = "auth", .code = "20003", .text = "Authenticate", .status = 401};
  const auto response = world.post(kChannelPath + "/test", "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"ok":false,"checked":"account","problems":[],"verdict":"auth_failed",)"
            R"("error":{"class":"auth","code":"20003","text":"Authenticate"},"http_status":401})");
}

TEST(TestChannel, takes_no_members_and_no_test_key) {
  Furnished world;
  EXPECT_EQ(pointers(world.post(kChannelPath + "/test", R"({"deep":true})")),
            std::vector<std::string>{"/deep"});
  http::Request request = request_of(http::Method::Post, kChannelPath + "/test");
  request.headers.push_back({"X-API-Key", world.key(R"(["*"])", tenancy::Mode::Test)});
  EXPECT_EQ(member(world.send(std::move(request)), "code"), "test_key");
}

}  // namespace
}  // namespace herald::api

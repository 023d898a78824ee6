#include "host/api/channels.hpp"

#include <gtest/gtest.h>

#include "host/api/idempotency.hpp"
#include "host/tenancy/api_key.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr const char* kChannelBody =
    R"({"channel_type":"SMS","channel_name":"second","api_provider":"acme","auth_token":"CANARY-token",)"
    R"("api_key":"CANARY-key","api_secret":"CANARY-secret","webhook_secret":"CANARY-hook","account_id":"AC1",)"
    R"("sender_id":"+15005550006","api_url":"https://api.example.com","retry_count":3,"timeout_seconds":10,)"
    R"("config_json":{"region":"eu","private_key":"CANARY-private","rate_per_second":2.5,"concurrency":4}})";

std::string minimal(const std::string& more) {
  return R"({"channel_type":"SMS","channel_name":"second","api_provider":"acme","auth_token":"t")" + more +
         "}";
}

TEST(CreateChannel, seals_every_secret_and_never_shows_one) {
  World world;
  const auto response = world.post(kChannels, kChannelBody);
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.body.find("CANARY"), std::string::npos);
  EXPECT_EQ(member(response, "auth_token"), R"({"set":true})");
  EXPECT_EQ(member(response, "config_json"),
            R"({"concurrency":4,"private_key":{"set":true},"rate_per_second":2.5,"region":"eu"})");
  const domain::Channel& stored = world.channels.stored.at(1);
  EXPECT_EQ(stored.config_json.find("CANARY"), std::string::npos);
  EXPECT_EQ(stored.sealed_secrets, "sealed-for-" + stored.id.text);
  EXPECT_EQ(stored.secret_config_keys, R"(["private_key"])");
  EXPECT_TRUE(stored.has_auth_token && stored.has_api_key && stored.has_api_secret &&
              stored.has_webhook_secret);
  EXPECT_EQ(world.sealed,
            R"({"api_key":"CANARY-key","api_secret":"CANARY-secret","auth_token":"CANARY-token",)"
            R"("webhook_secret":"CANARY-hook","config":{"private_key":"CANARY-private"}})");
}

TEST(CreateChannel, answers_location_etag_and_the_resource) {
  World world;
  const auto response = world.post(kChannels, kChannelBody);
  EXPECT_EQ(header(response, "Location"), std::string{kChannels} + "/" + member(response, "id"));
  EXPECT_EQ(header(response, "ETag"), "\"1\"");
  EXPECT_EQ(member(response, "retry_count"), "3");
  EXPECT_EQ(member(response, "sender_id"), "+15005550006");
  EXPECT_EQ(world.channels.stored.at(1).tenant.text, kTenant);
}

TEST(CreateChannel, asks_the_plugin_about_the_whole_account_without_the_hosts_keys) {
  World world;
  world.post(kChannels, kChannelBody);
  const auto account = json::parse(world.catalog.asked_about).value();
  EXPECT_EQ(account.member("auth_token")->text(), "CANARY-token");
  EXPECT_EQ(account.member("config")->compact(), R"({"private_key":"CANARY-private","region":"eu"})");
  EXPECT_EQ(account.member("timeout_seconds")->integer(), 10);
}

TEST(CreateChannel, passes_the_plugins_complaints_on_but_no_secret_in_them) {
  World world;
  world.catalog.opinion = {{"/config/region", "not eu for CANARY-private"},
                           {"/account_id", "bad CANARY-token"}};
  const auto response = world.post(kChannels, kChannelBody);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response), (std::vector<std::string>{"/config_json/region", "/account_id"}));
  EXPECT_EQ(response.body.find("CANARY"), std::string::npos);
  EXPECT_EQ(world.channels.stored.size(), 1U);
}

TEST(CreateChannel, reports_all_problems_together) {
  World world;
  const auto response = world.post(
      kChannels,
      R"({"channel_type":"EMAIL","channel_name":"","api_provider":"acme","colour":1,"api_url":"ftp://x",)"
      R"("config_json":{"region":"mars","burst":0,"rate_per_second":"1","concurrency":1001,"message_class":"x","zone":1,"opt_out_handling":"me","opt_out_keywords":[""]}})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response),
            (std::vector<std::string>{"/channel_name", "/api_url", "/colour", "/channel_type", "/auth_token",
                                      "/config_json/rate_per_second", "/config_json/burst",
                                      "/config_json/concurrency", "/config_json/message_class",
                                      "/config_json/opt_out_keywords", "/config_json/opt_out_handling",
                                      "/config_json/region", "/config_json/zone"}))
      << response.body;
}

TEST(CreateChannel, a_refused_body_never_echoes_a_secret) {
  World world;
  std::string body = kChannelBody;
  body.replace(body.find("\"eu\""), 4, "\"CANARY-region\"");
  const auto response = world.post(kChannels, body);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body.find("CANARY"), std::string::npos);
}

TEST(CreateChannel, needs_an_active_provider) {
  World world;
  const auto response =
      world.post(kChannels, R"({"channel_type":"SMS","channel_name":"x","api_provider":"nobody"})");
  EXPECT_EQ(pointers(response), std::vector<std::string>{"/api_provider"});
}

TEST(CreateChannel, takes_the_configuration_as_a_text_too) {
  World world;
  EXPECT_EQ(member(world.post(kChannels, minimal(R"(,"config_json":"{\"region\":\"us\"}")")), "config_json"),
            R"({"region":"us"})");
  for (const char* bad : {R"("nonsense")", R"("[]")", "[]", "7"}) {
    const auto response = world.post(kChannels, minimal(std::string{R"(,"config_json":)"} + bad));
    EXPECT_EQ(pointers(response), std::vector<std::string>{"/config_json"}) << bad;
  }
}

TEST(CreateChannel, bounds_the_hosts_numbers) {
  World world;
  const auto accepts = [&](const std::string& more) {
    return world.post(kChannels, minimal(more)).status == 201;
  };
  EXPECT_TRUE(accepts(R"(,"config_json":{"concurrency":1000})"));
  EXPECT_FALSE(accepts(R"(,"config_json":{"concurrency":0})"));
  EXPECT_TRUE(accepts(R"(,"timeout_seconds":120)"));
  EXPECT_FALSE(accepts(R"(,"timeout_seconds":121)"));
  EXPECT_TRUE(accepts(R"(,"retry_count":20)"));
  EXPECT_FALSE(accepts(R"(,"retry_count":21)"));
}

TEST(CreateChannel, keeps_its_answer_without_secrets_for_a_repeat) {
  World world;
  const auto response = world.post(kChannels, kChannelBody, {{"Idempotency-Key", "k"}});
  ASSERT_TRUE(world.channels.claim);
  EXPECT_EQ(world.channels.claim->response, response.body);
  EXPECT_EQ(world.channels.claim->response.find("CANARY"), std::string::npos);
}

TEST(CreateChannel, a_replay_is_the_earlier_answer_whatever_has_become_of_the_channel) {
  World world;
  world.catalog.opinion = {{"", "not any more"}};
  const auto first = world.post(kChannels, kChannelBody, {{"Idempotency-Key", "k"}});
  EXPECT_EQ(first.status, 400);
  world.kept.answers[tenancy::hash_api_key("POST " + std::string{kChannels} + "\nk")] = {
      .body_hash = tenancy::hash_api_key(kChannelBody),
      .resource = kOtherTenant,
      .response = R"({"id":"as it was"})"};
  const auto response = world.post(kChannels, kChannelBody, {{"Idempotency-Key", "k"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, R"({"id":"as it was"})");
  EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
  EXPECT_EQ(header(response, "Location"), std::string{kChannels} + "/" + kOtherTenant);
}

TEST(CreateChannel, a_replay_of_an_answer_too_long_to_keep_shows_the_channel_as_it_is) {
  World world;
  EXPECT_EQ(keepable(std::string(8192, 'x')).size(), 8192U);
  EXPECT_EQ(keepable(std::string(8193, 'x')), "");
  world.channels.replay_of = kChannel;
  world.kept.answers[tenancy::hash_api_key("POST " + std::string{kChannels} + "\nk")] = {
      .body_hash = tenancy::hash_api_key(kChannelBody), .resource = kChannel};
  const auto response = world.post(kChannels, kChannelBody, {{"Idempotency-Key", "k"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
  EXPECT_EQ(member(response, "id"), kChannel);
  EXPECT_TRUE(world.channels.claim);
}

TEST(ShowChannel, is_404_for_another_tenants_channel) {
  World world;
  const std::string path = std::string{kChannels} + "/" + kChannel;
  EXPECT_EQ(header(world.get(path), "ETag"), "\"1\"");
  world.channels.stored[0].tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.get(path).status, 404);
  EXPECT_EQ(world.get(std::string{kChannels} + "/x").status, 404);
}

TEST(ListChannels, pages) {
  World world;
  world.channels.next_cursor = "c";
  const auto response = world.get(std::string{kChannels} + "?channel_type=SMS");
  EXPECT_EQ(member(response, "has_more"), "true");
  EXPECT_EQ(json_of(response).member("data")->elements().at(0).member("id")->text(), kChannel);
  EXPECT_EQ(world.get(std::string{kChannels} + "?status=x").status, 400);
}

}  // namespace
}  // namespace herald::api

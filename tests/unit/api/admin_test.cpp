#include "host/api/admin.hpp"

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr unsigned kOwnUid = 990;

struct Office : World {
  FakeUpkeep upkeep;
  FakePlugins plugins;
  Router admin{peer_authenticator(kOwnUid)};
  Office() {
    admin.mount<AccountPorts>(
        kAccountRoutes,
        {accounts, {clock, random, tenancy::hash_api_key, kept, std::chrono::milliseconds{1}}});
    admin.mount<OperatorPorts>(kOperatorRoutes, {channels, catalog, upkeep, plugins});
  }
  http::Response ask(http::Method method, const std::string& target, const std::string& body = {},
                     std::optional<unsigned> uid = kOwnUid) {
    http::Request request = request_of(method, target, body);
    request.peer_uid = uid;
    return admin.handle(request);
  }
};

TEST(Admin, serves_root_and_its_own_user_on_the_local_socket_only) {
  Office office;
  EXPECT_EQ(office.ask(http::Method::Get, "/api/v1/admin/tenants").status, 200);
  EXPECT_EQ(office.ask(http::Method::Get, "/api/v1/admin/tenants", "", 0).status, 200);
  EXPECT_EQ(office.ask(http::Method::Get, "/api/v1/admin/tenants", "", 1000).status, 403);
  EXPECT_EQ(office.ask(http::Method::Get, "/api/v1/admin/tenants", "", std::nullopt).status, 401);
}

TEST(Admin, hands_commands_about_plugins_on) {
  Office office;
  const auto did = [&](http::Method method, const std::string& target) {
    return member(office.ask(method, target), "did");
  };
  EXPECT_EQ(did(http::Method::Get, "/api/v1/admin/plugins/org.known"), "show org.known");
  EXPECT_EQ(did(http::Method::Post, "/api/v1/admin/plugins/rescan"), "rescan all");
  EXPECT_EQ(did(http::Method::Post, "/api/v1/admin/plugins/org.known/enable"), "enable org.known");
  EXPECT_EQ(did(http::Method::Post, "/api/v1/admin/plugins/org.known/disable"), "disable org.known");
  EXPECT_EQ(did(http::Method::Post, "/api/v1/admin/plugins/org.known/rollback"), "rollback org.known");
  EXPECT_EQ(office.ask(http::Method::Post, "/api/v1/admin/plugins/org.other/rollback").status, 404);
  EXPECT_EQ(office.ask(http::Method::Post, "/api/v1/admin/plugins/org.known/disable", "", 1000).status, 403);
}

TEST(Admin, is_not_part_of_the_public_router) {
  Office office;
  EXPECT_EQ(office.get("/api/v1/admin/tenants").status, 404);
}

TEST(Admin, makes_a_tenant) {
  Office office;
  const auto response =
      office.ask(http::Method::Post, "/api/v1/admin/tenants", R"({"name":"New","default_region":"DE"})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_TRUE(is_uuid(member(response, "id")));
  EXPECT_EQ(member(response, "default_region"), "DE");
  EXPECT_EQ(
      pointers(office.ask(http::Method::Post, "/api/v1/admin/tenants", R"({"default_region":"de","x":1})")),
      (std::vector<std::string>{"/name", "/default_region", "/x"}));
}

TEST(Admin, makes_a_user) {
  Office office;
  const std::string tenant = std::string{R"({"tenant_id":")"} + kTenant + "\"";
  const auto response = office.ask(http::Method::Post, "/api/v1/admin/users",
                                   tenant + R"(,"email":"a@b.example","display_name":"A","role":"manager"})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(member(response, "role"), "manager");
  EXPECT_EQ(pointers(office.ask(http::Method::Post, "/api/v1/admin/users", tenant + R"(,"email":"nobody"})")),
            std::vector<std::string>{"/email"});
}

TEST(Admin, shows_the_text_of_a_key_once_and_stores_only_its_hash) {
  Office office;
  const auto response =
      office.ask(http::Method::Post, "/api/v1/admin/api-keys",
                 std::string{R"({"tenant_id":")"} + kTenant +
                     R"(","name":"ci","scopes":["communication.messages.send"],"mode":"test",)"
                     R"("expires_at":"2025-07-01T00:00:00Z"})");
  ASSERT_EQ(response.status, 201) << response.body;
  const std::string text = member(response, "key");
  EXPECT_TRUE(text.starts_with("hk_test_"));
  const domain::ApiKey& stored = office.accounts.stored_keys.back();
  EXPECT_EQ(stored.key_hash, tenancy::hash_api_key(text));
  EXPECT_EQ(stored.mode, "TEST");
  EXPECT_EQ(stored.scopes_json, R"(["communication.messages.send"])");
  EXPECT_TRUE(text.starts_with(stored.key_prefix));
  EXPECT_LE(stored.key_prefix.size(), 24U);
  EXPECT_EQ(response.body.find(stored.key_hash), std::string::npos);
}

TEST(Admin, a_key_without_scopes_may_not_administer) {
  Office office;
  office.ask(http::Method::Post, "/api/v1/admin/api-keys",
             std::string{R"({"tenant_id":")"} + kTenant + R"(","name":"ci"})");
  EXPECT_EQ(office.accounts.stored_keys.back().scopes_json, R"(["communication.*"])");
}

TEST(Admin, refuses_unknown_scopes_and_past_expiry_together) {
  Office office;
  const auto response =
      office.ask(http::Method::Post, "/api/v1/admin/api-keys",
                 std::string{R"({"tenant_id":")"} + kTenant +
                     R"(","name":"ci","scopes":["fly"],"expires_at":"2025-06-01T12:00:00Z"})");
  EXPECT_EQ(pointers(response), (std::vector<std::string>{"/scopes", "/expires_at"}));
}

TEST(Admin, revokes_a_key) {
  Office office;
  EXPECT_EQ(office.ask(http::Method::Delete, std::string{"/api/v1/admin/api-keys/"} + kChannel).status, 204);
  EXPECT_EQ(office.accounts.revoked, std::vector<std::string>{std::string{"/"} + kChannel});
  EXPECT_EQ(office.ask(http::Method::Delete, "/api/v1/admin/api-keys/x").status, 404);
}

TEST(Admin, shows_plugins_channels_and_reports) {
  Office office;
  EXPECT_EQ(member(office.ask(http::Method::Get, "/api/v1/admin/plugins"), "data"),
            R"([{"provider":"acme","state":"active"}])");
  const auto channels =
      json_of(office.ask(http::Method::Get, "/api/v1/admin/channels")).member("data")->elements();
  ASSERT_EQ(channels.size(), 1U);
  EXPECT_EQ(channels[0].member("tenant_id")->text(), kTenant);
  EXPECT_EQ(office.ask(http::Method::Post, "/api/v1/admin/audit-verify", "{}").body, R"({"intact":true})");
  EXPECT_EQ(office.ask(http::Method::Get, "/api/v1/admin/doctor").body, R"({"healthy":true})");
  EXPECT_EQ(office.ask(http::Method::Post, "/api/v1/admin/migrate", "{}").body, R"({"applied":[]})");
}

}  // namespace
}  // namespace herald::api

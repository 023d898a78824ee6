#include "host/api/accounts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr const char* kUsers = "/api/v1/users";
constexpr const char* kKeys = "/api/v1/api-keys";

http::Response ask(World& world, http::Method method, const std::string& target, const std::string& body,
                   const std::string& key) {
  http::Request request = request_of(method, target, body);
  request.headers.push_back({"X-API-Key", key});
  return world.send(std::move(request));
}

TEST(OwnUsers, belong_to_the_tenant_of_the_credential) {
  World world;
  const auto response = world.post(kUsers, R"({"email":"a@b.example","display_name":"A"})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(member(response, "tenant_id"), kTenant);
  EXPECT_EQ(member(response, "role"), "agent");
  EXPECT_EQ(member(response, "status"), "ACTIVE");
  EXPECT_EQ(pointers(world.post(kUsers, R"({"email":"nobody","role":"","tenant_id":"x"})")),
            (std::vector<std::string>{"/email", "/role", "/tenant_id"}));
}

TEST(OwnUsers, are_shown_and_suspended_within_the_tenant) {
  World world;
  const std::string id = member(world.post(kUsers, R"({"email":"a@b.example"})"), "id");
  const std::string path = std::string{kUsers} + "/" + id;
  EXPECT_EQ(member(world.get(path), "email"), "a@b.example");
  const auto suspended = ask(world, http::Method::Patch, path, R"({"status":"SUSPENDED"})", world.all);
  ASSERT_EQ(suspended.status, 200) << suspended.body;
  EXPECT_EQ(member(suspended, "status"), "SUSPENDED");
  auto refused =
      pointers(ask(world, http::Method::Patch, path, R"({"status":"GONE","role":"x"})", world.all));
  std::ranges::sort(refused);
  EXPECT_EQ(refused, (std::vector<std::string>{"/role", "/status"}));
  world.accounts.stored_users[0].tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.get(path).status, 404);
  EXPECT_EQ(ask(world, http::Method::Patch, path, R"({"status":"ACTIVE"})", world.all).status, 404);
  EXPECT_EQ(world.get(std::string{kUsers} + "/x").status, 404);
}

TEST(OwnKeys, show_their_text_once) {
  World world;
  const auto response =
      world.post(kKeys, R"({"name":"ci","mode":"TEST","scopes":["communication.messages.read"]})");
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_TRUE(member(response, "key").starts_with("hk_test_"));
  EXPECT_EQ(member(response, "tenant_id"), kTenant);
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  const auto list = world.get(kKeys);
  EXPECT_EQ(list.status, 200);
  EXPECT_EQ(list.body.find(member(response, "key")), std::string::npos);
  EXPECT_EQ(list.body.find(world.accounts.stored_keys.back().key_hash), std::string::npos);
  EXPECT_NE(list.body.find(member(response, "id")), std::string::npos);
}

TEST(OwnKeys, never_may_more_than_their_maker) {
  World world;
  const std::string clerk = world.key(R"(["admin","communication.messages.read"])");
  const auto made = [&](const std::string& scopes) {
    return ask(world, http::Method::Post, kKeys, R"({"name":"x","scopes":)" + scopes + "}", clerk);
  };
  EXPECT_EQ(made(R"(["communication.messages.read"])").status, 201);
  for (const char* more : {R"(["communication.messages.send"])", R"(["communication.*"])", R"(["*"])"}) {
    EXPECT_EQ(made(more).status, 403) << more;
    EXPECT_EQ(member(made(more), "code"), "scope_not_held") << more;
  }
  EXPECT_EQ(ask(world, http::Method::Post, kKeys, R"({"name":"x"})", clerk).status, 403);
  EXPECT_EQ(pointers(made(R"(["fly"])")), std::vector<std::string>{"/scopes"});
  EXPECT_EQ(made("[]").status, 400);
}

TEST(OwnKeys, a_test_key_makes_no_live_key) {
  World world;
  const std::string test = world.key(R"(["*"])", tenancy::Mode::Test);
  const auto refused = ask(world, http::Method::Post, kKeys, R"({"name":"x"})", test);
  EXPECT_EQ(member(refused, "code"), "test_key");
  EXPECT_EQ(ask(world, http::Method::Post, kKeys, R"({"name":"x","mode":"TEST"})", test).status, 201);
}

TEST(OwnKeys, are_revoked_by_their_tenant_only) {
  World world;
  EXPECT_EQ(ask(world, http::Method::Delete, std::string{kKeys} + "/" + kChannel, "", world.all).status, 204);
  EXPECT_EQ(world.accounts.revoked, std::vector<std::string>{std::string{kTenant} + "/" + kChannel});
}

TEST(BearersOfTokens, stand_as_the_accounts_say) {
  World world;
  AccountPeople people{world.accounts};
  const auto standing = [&](domain::Membership known) {
    world.accounts.known_member = known;
    return people.standing(domain::TenantId{kTenant}, "u").value();
  };
  EXPECT_EQ(standing({}), tenancy::Standing::UnknownTenant);
  EXPECT_EQ(standing({.tenant_known = true}), tenancy::Standing::TenantInactive);
  EXPECT_EQ(standing({true, true, true}), tenancy::Standing::UserSuspended);
  EXPECT_EQ(standing({true, true, false}), tenancy::Standing::Welcome);
}

}  // namespace
}  // namespace herald::api

#include "host/api/router.hpp"

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

http::Request with_key(http::Request request, const std::string& key) {
  request.headers.push_back({"X-API-Key", key});
  return request;
}

TEST(Router, answers_an_unknown_path_with_a_problem_document) {
  World world;
  const auto response = world.get("/api/v1/communication/nothing");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(member(response, "code"), "unknown_resource");
  EXPECT_EQ(member(response, "request_id"), "req-1");
  EXPECT_EQ(member(response, "retryable"), "false");
  EXPECT_EQ(member(response, "status"), "404");
}

TEST(Router, names_the_methods_of_a_known_path) {
  World world;
  const auto response = world.send(request_of(http::Method::Delete, kMessages));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "POST, GET, HEAD");
  EXPECT_EQ(member(response, "code"), "method_not_allowed");
}

TEST(Router, serves_head_where_it_serves_get) {
  World world;
  http::Request request = request_of(http::Method::Head, "/healthz");
  EXPECT_EQ(world.send(std::move(request)).status, 200);
}

TEST(Router, asks_for_a_credential) {
  World world;
  const auto response = world.send(request_of(http::Method::Get, kMessages));
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(header(response, "WWW-Authenticate"), "Bearer realm=\"herald\"");
  EXPECT_EQ(member(response, "code"), "missing_credential");
}

TEST(Router, refuses_a_key_that_nobody_issued) {
  World world;
  const std::string unknown = "hk_live_" + std::string(43, 'A');
  const auto response = world.send(with_key(request_of(http::Method::Get, kMessages), unknown));
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(member(response, "code"), "unknown_key");
  EXPECT_EQ(response.body.find(unknown), std::string::npos);
}

TEST(Router, refuses_a_revoked_key) {
  World world;
  const std::string key = world.key(R"(["*"])");
  world.accounts.stored_keys.back().revoked_at = world.clock.at;
  const auto response = world.send(with_key(request_of(http::Method::Get, kMessages), key));
  EXPECT_EQ(response.status, 401);
  EXPECT_EQ(member(response, "code"), "key_revoked");
}

TEST(Router, refuses_a_key_without_the_permission_of_the_route) {
  World world;
  const std::string reader = world.key(R"(["communication.messages.read"])");
  http::Request request = request_of(http::Method::Post, kMessages, "{}");
  const auto response = world.send(with_key(std::move(request), reader));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(member(response, "code"), "permission_denied");
  EXPECT_EQ(world.send(with_key(request_of(http::Method::Get, kMessages), reader)).status, 200);
}

TEST(Router, refuses_a_tenant_header_that_differs_from_the_credential) {
  World world;
  http::Request request = with_key(request_of(http::Method::Get, kMessages), world.all);
  request.headers.push_back({"x-tenant-id", kOtherTenant});
  const auto response = world.send(request);
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(member(response, "code"), "tenant_mismatch");
  request.headers.back().value = kTenant;
  EXPECT_EQ(world.send(request).status, 200);
}

}  // namespace
}  // namespace herald::api

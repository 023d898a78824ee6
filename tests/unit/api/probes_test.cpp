#include "host/api/probes.hpp"

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

TEST(Probes, alive_needs_no_credential) {
  World world;
  const auto response = world.send(request_of(http::Method::Get, "/healthz"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"status":"ok"})");
}

TEST(Probes, ready_follows_the_health_checks) {
  World world;
  bool broken = false;
  world.health.add("database", [&]() -> std::optional<std::string> {
    return broken ? std::optional<std::string>{"away"} : std::nullopt;
  });
  EXPECT_EQ(world.send(request_of(http::Method::Get, "/readyz")).status, 200);
  broken = true;
  const auto response = world.send(request_of(http::Method::Get, "/readyz"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body,
            R"({"status":"unavailable","findings":[{"name":"database","ok":false,"reason":"away"}]})");
}

TEST(Probes, metrics_are_prometheus_text) {
  World world;
  world.metrics.counter("herald_things_total", "things").add();
  const auto response = world.send(request_of(http::Method::Get, "/metrics"));
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(response.body.find("herald_things_total 1"), std::string::npos);
}

}  // namespace
}  // namespace herald::api

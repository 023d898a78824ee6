#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr const char* kSuppressions = "/api/v1/communication/suppressions";
constexpr const char* kSuppression = "01890000-0000-7000-8000-0000000000f1";

domain::Suppression stop() {
  return {.id = kSuppression,
          .tenant = domain::TenantId{kTenant},
          .address = {"phone", "+447700900123"},
          .channel_type = "SMS",
          .reason = "opt_out",
          .evidence_json = R"({"text":"STOP"})",
          .source = "provider:c1"};
}

TEST(ListSuppressions, narrows_and_spells_the_address) {
  World world;
  world.suppressions.standing = stop();
  const auto response =
      world.get(std::string{kSuppressions} +
                "?kind=phone&address=%2B44%207700%20900123&channel_type=SMS&reason=opt_out&active=true");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(world.suppressions.filter.address, "+447700900123");
  EXPECT_EQ(world.suppressions.filter.kind, "phone");
  EXPECT_EQ(world.suppressions.filter.channel_type, "SMS");
  EXPECT_EQ(world.suppressions.filter.reason, "opt_out");
  EXPECT_EQ(world.suppressions.filter.active, true);
  const auto one = json_of(response).member("data")->elements().at(0);
  EXPECT_EQ(one.member("active")->boolean(), true);
  EXPECT_EQ(one.member("evidence")->compact(), R"({"text":"STOP"})");
  EXPECT_EQ(pointers(world.get(std::string{kSuppressions} + "?kind=email&address=nobody")),
            std::vector<std::string>{"/query/address"});
  EXPECT_EQ(pointers(world.get(std::string{kSuppressions} + "?kind=fax&reason=x&active=1")).size(), 3U);
}

TEST(AddSuppression, spells_the_address_in_the_tenants_region) {
  World world;
  const auto response =
      world.post(kSuppressions, R"({"kind":"phone","address":"07700 900123","note":"asked by letter"})");
  ASSERT_EQ(response.status, 201) << response.body;
  const domain::Suppression& one = world.suppressions.added.at(0);
  EXPECT_EQ(one.address.normalised, "+447700900123");
  EXPECT_EQ(one.channel_type, "");
  EXPECT_EQ(one.reason, "manual");
  EXPECT_EQ(one.evidence_json, R"({"note":"asked by letter"})");
  EXPECT_TRUE(one.source.starts_with("apikey:")) << one.source;
  EXPECT_EQ(header(response, "Location"), std::string{kSuppressions} + "/" + one.id);
  EXPECT_EQ(member(response, "channel_type"), "null");
}

TEST(AddSuppression, answers_the_one_that_stands) {
  World world;
  world.suppressions.standing = stop();
  const auto response = world.post(
      kSuppressions, R"({"kind":"phone","address":"+447700900123","channel_type":"SMS","reason":"opt_out"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(member(response, "id"), kSuppression);
}

TEST(AddSuppression, complains_about_everything_together) {
  World world;
  EXPECT_EQ(
      pointers(world.post(kSuppressions, R"({"kind":"email","address":"nobody","reason":"bored","who":1})")),
      (std::vector<std::string>{"/address", "/who", "/reason"}));
  EXPECT_EQ(pointers(world.post(kSuppressions, R"({})")), (std::vector<std::string>{"/kind", "/address"}));
  const auto noted = [&](std::size_t length) {
    return world
        .post(kSuppressions,
              R"({"kind":"phone","address":"+447700900123","note":")" + std::string(length, 'n') + "\"}")
        .status;
  };
  EXPECT_EQ(noted(500), 201);
  EXPECT_EQ(noted(501), 400);
}

TEST(LiftSuppression, is_for_the_tenants_own) {
  World world;
  world.suppressions.standing = stop();
  const std::string path = std::string{kSuppressions} + "/" + kSuppression;
  EXPECT_EQ(world.get(path).status, 200);
  EXPECT_EQ(world.remove(path).status, 204);
  EXPECT_EQ(world.suppressions.lifted, std::vector<std::string>{kSuppression});
  world.suppressions.standing->tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.get(path).status, 404);
  EXPECT_EQ(world.remove(path).status, 404);
  EXPECT_EQ(world.remove(std::string{kSuppressions} + "/nothing").status, 404);
}

}  // namespace
}  // namespace herald::api

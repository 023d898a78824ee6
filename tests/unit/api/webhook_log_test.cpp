#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

const std::string kWebhookLog = "/api/v1/communication/webhook-log";
const std::string kWebhook = "01890000-0000-7000-8000-0000000000bb";
const std::string kElement = "01890000-0000-7000-8000-0000000000ee";

domain::WebhookEntry entry() {
  return {.id = kWebhook,
          .channel = domain::ChannelId{kChannel},
          .provider = "acme",
          .status = "FAILED",
          .reason = "an element could not be applied",
          .duplicates = 2,
          .body_bytes = 17,
          .headers_json = R"([["X-Token","***"]])",
          .received_at = from_rfc3339("2025-06-01T12:00:00Z").value()};
}

std::string replay_path() { return kWebhookLog + "/" + kWebhook + "/replay"; }

TEST(WebhookLog, lists_with_every_filter) {
  World world;
  world.webhooks.page = {.items = {entry()}, .next_cursor = "at|id"};
  const auto response = world.get(kWebhookLog + "?status=FAILED&limit=7&channel_id=" + kChannel +
                                  "&received_from=2025-06-01T00:00:00Z&received_until=2025-06-02T00:00:00Z");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(world.webhooks.limit, 7);
  EXPECT_EQ(world.webhooks.filter.status, "FAILED");
  EXPECT_EQ(world.webhooks.filter.channel.text, kChannel);
  EXPECT_EQ(world.webhooks.filter.from, from_rfc3339("2025-06-01T00:00:00Z"));
  EXPECT_EQ(world.webhooks.filter.until, from_rfc3339("2025-06-02T00:00:00Z"));
  EXPECT_EQ(member(response, "has_more"), "true");
  const auto shown = json_of(response).member("data")->elements().at(0);
  EXPECT_EQ(shown.member("id")->text(), kWebhook);
  EXPECT_EQ(shown.member("headers")->compact(), R"([["X-Token","***"]])");
  EXPECT_EQ(shown.member("body_bytes")->integer(), 17);
  const std::string cursor = member(response, "next_cursor");
  EXPECT_EQ(world.get(kWebhookLog + "?cursor=" + cursor).status, 200);
  EXPECT_EQ(world.webhooks.cursor, "at|id");
}

TEST(WebhookLog, tells_all_that_is_wrong_with_a_query) {
  World world;
  const auto response = world.get(kWebhookLog + "?status=LOST&received_from=now&received_until=never");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response),
            (std::vector<std::string>{"/query/status", "/query/received_from", "/query/received_until"}));
}

TEST(WebhookLog, knows_no_channel_of_another_tenant) {
  World world;
  EXPECT_EQ(world.get(kWebhookLog + "?channel_id=7").status, 404);
  world.channels.stored[0].tenant = domain::TenantId{"01890000-0000-7000-8000-0000000000ff"};
  EXPECT_EQ(world.get(kWebhookLog + "?channel_id=" + kChannel).status, 404);
}

TEST(WebhookLog, shows_one_with_its_elements) {
  World world;
  world.webhooks.owner = domain::TenantId{kTenant};
  world.webhooks.view = {.webhook = entry(),
                         .elements = {{.id = kElement,
                                       .position = 0,
                                       .dedupe_key = "k",
                                       .status = "FAILED",
                                       .reason = "a receipt without a known state",
                                       .event_json = R"({"kind":"receipt"})"}}};
  const auto response = world.get(kWebhookLog + "/" + kWebhook);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(member(response, "status"), "FAILED");
  const auto element = json_of(response).member("elements")->elements().at(0);
  EXPECT_EQ(element.member("id")->text(), kElement);
  EXPECT_EQ(element.member("event")->compact(), R"({"kind":"receipt"})");
  EXPECT_EQ(element.member("reason")->text(), "a receipt without a known state");
  world.webhooks.owner = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.get(kWebhookLog + "/" + kWebhook).status, 404);
  EXPECT_EQ(world.get(kWebhookLog + "/7").status, 404);
}

TEST(WebhookLog, replays_a_whole_webhook_or_one_element) {
  World world;
  const auto whole = world.post(replay_path(), "");
  ASSERT_EQ(whole.status, 200) << whole.body;
  EXPECT_EQ(whole.body, R"({"applied":1,"unchanged":3,"waiting":0,"skipped":0,"failed":2})");
  EXPECT_TRUE(world.replayer.asked.starts_with(std::string{kTenant} + " " + kWebhook + "  apikey:"))
      << world.replayer.asked;
  EXPECT_EQ(world.post(kWebhookLog + "/" + kWebhook + "/elements/" + kElement + "/replay", "").status, 200);
  EXPECT_NE(world.replayer.asked.find(kElement), std::string::npos);
}

TEST(WebhookLog, refuses_a_replay_that_makes_no_sense) {
  World world;
  EXPECT_EQ(world.post(replay_path(), "{}").status, 400);
  EXPECT_EQ(world.post(replay_path() + "?x=1", "").status, 400);
  EXPECT_EQ(world.post(kWebhookLog + "/7/replay", "").status, 404);
  EXPECT_EQ(world.post(kWebhookLog + "/" + kWebhook + "/elements/7/replay", "").status, 404);
  EXPECT_EQ(world.replayer.asked, "");
  world.replayer.answer = Error{.code = Errc::Conflict, .reason = "webhook_unverified"};
  EXPECT_EQ(world.post(replay_path(), "").status, 409);
}

TEST(WebhookLog, reading_and_replaying_need_their_permissions) {
  World world;
  const auto status = [&](http::Method method, const std::string& path, const std::string& scopes) {
    http::Request request = request_of(method, path);
    request.headers.push_back({"X-API-Key", world.key(scopes)});
    return world.send(std::move(request)).status;
  };
  EXPECT_EQ(status(http::Method::Get, kWebhookLog, R"(["webhooks.read"])"), 200);
  EXPECT_EQ(status(http::Method::Get, kWebhookLog, R"(["webhooks.manage"])"), 403);
  EXPECT_EQ(status(http::Method::Post, replay_path(), R"(["webhooks.manage"])"), 200);
  EXPECT_EQ(status(http::Method::Post, replay_path(), R"(["webhooks.read"])"), 403);
  EXPECT_EQ(world.send(request_of(http::Method::Get, kWebhookLog)).status, 401);
}

}  // namespace
}  // namespace herald::api

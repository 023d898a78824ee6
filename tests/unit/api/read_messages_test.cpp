#include <gtest/gtest.h>

#include "host/api/cursor.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

domain::JournalEntry entry(std::int64_t version, std::int64_t seq, const std::string& type) {
  domain::JournalEntry out;
  out.seq = seq;
  out.event.type = type;
  out.event.actor = "node";
  out.event.subject_version = version;
  out.event.data_json = R"({"n":1})";
  return out;
}

domain::MessageView delivered(const World& world) {
  domain::MessageView view;
  view.message.id = domain::MessageId{kMessageId};
  view.message.tenant = domain::TenantId{kTenant};
  view.message.status = domain::MessageStatus::Failed;
  view.message.version = 3;
  view.message.error_class = "invalid_recipient";
  view.message.error_code = "21211";
  view.message.created_at = world.clock.at;
  view.attempts.push_back(
      {.id = domain::AttemptId{"a1"}, .state = domain::AttemptState::Failed, .provider_id = "SM1"});
  view.timeline = {entry(3, 9, "third"), entry(1, 4, "first"), entry(0, 8, "published"),
                   entry(2, 7, "second")};
  return view;
}

TEST(ShowMessage, has_attempts_and_the_timeline_in_order) {
  World world;
  world.messages.views.emplace(kMessageId, delivered(world));
  const auto response = world.get(std::string{kMessages} + "/" + kMessageId);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(header(response, "ETag"), "\"3\"");
  EXPECT_EQ(member(response, "error"), R"({"class":"invalid_recipient","code":"21211","text":null})");
  const auto attempts = json_of(response).member("attempts")->elements();
  ASSERT_EQ(attempts.size(), 1U);
  EXPECT_EQ(attempts[0].member("provider_message_id")->text(), "SM1");
  std::vector<std::string> types;
  for (const auto& event : json_of(response).member("timeline")->elements()) {
    types.push_back(event.member("type")->text().value());
    EXPECT_EQ(event.member("data")->compact(), R"({"n":1})");
    EXPECT_EQ(event.member("actor")->text(), "node");
    EXPECT_TRUE(event.member("at")->text());
  }
  EXPECT_EQ(types, (std::vector<std::string>{"first", "second", "published", "third"}));
}

TEST(ShowMessage, does_not_exist_for_another_tenant_or_as_no_uuid) {
  World world;
  auto view = delivered(world);
  view.message.tenant = domain::TenantId{kOtherTenant};
  world.messages.views.emplace(kMessageId, view);
  EXPECT_EQ(world.get(std::string{kMessages} + "/" + kMessageId).status, 404);
  EXPECT_EQ(member(world.get(std::string{kMessages} + "/1"), "code"), "unknown_message");
}

TEST(ListMessages, passes_filters_and_pages_on) {
  World world;
  world.messages.page.items.push_back(delivered(world).message);
  world.messages.page.next_cursor = "place-1";
  auto response = world.get(std::string{kMessages} +
                            "?channel_type=SMS&status=SENT&contact_id=c%201&reference=r&limit=200");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(world.messages.filter.channel_type, "SMS");
  EXPECT_EQ(world.messages.filter.status, "SENT");
  EXPECT_EQ(world.messages.filter.contact_ref, "c 1");
  EXPECT_EQ(world.messages.filter.reference, "r");
  EXPECT_EQ(world.messages.limit, 200);
  EXPECT_EQ(member(response, "has_more"), "true");
  EXPECT_EQ(json_of(response).member("data")->elements().size(), 1U);
  world.messages.page.next_cursor.clear();
  response = world.get(std::string{kMessages} + "?cursor=" + member(response, "next_cursor"));
  EXPECT_EQ(world.messages.cursor, "place-1");
  EXPECT_EQ(world.messages.limit, 50);
  EXPECT_EQ(member(response, "has_more"), "false");
  EXPECT_EQ(member(response, "next_cursor"), "null");
}

TEST(ListMessages, passes_every_other_filter_on) {
  World world;
  world.messages.page.items.push_back(delivered(world).message);
  const auto response =
      world.get(std::string{kMessages} + "?channel_id=" + kChannel +
                "&direction=INBOUND&lead_id=l1&session_id=s1"
                "&created_from=2025-06-01T00:00:00Z&created_to=2025-06-02T02:00:00%2B02:00");
  ASSERT_EQ(response.status, 200) << response.body;
  const domain::MessageFilter& filter = world.messages.filter;
  EXPECT_EQ(filter.channel, kChannel);
  EXPECT_EQ(filter.direction, "INBOUND");
  EXPECT_EQ(filter.lead_ref, "l1");
  EXPECT_EQ(filter.conversation, "s1");
  EXPECT_EQ(filter.created_from, from_rfc3339("2025-06-01T00:00:00Z"));
  EXPECT_EQ(filter.created_to, from_rfc3339("2025-06-02T00:00:00Z"));
}

TEST(ListMessages, knows_no_channel_and_no_session_of_another_tenant) {
  World world;
  EXPECT_EQ(member(world.get(std::string{kMessages} + "?channel_id=7"), "code"), "unknown_channel");
  EXPECT_EQ(member(world.get(std::string{kMessages} + "?session_id=s1"), "code"), "unknown_session");
  world.channels.stored[0].tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(member(world.get(std::string{kMessages} + "?channel_id=" + kChannel), "code"), "unknown_channel");
}

TEST(ListMessages, refuses_all_bad_filters_together) {
  World world;
  EXPECT_EQ(pointers(world.get(std::string{kMessages} +
                               "?status=LOST&direction=inbound&created_from=yesterday&created_to=2025")),
            (std::vector<std::string>{"/query/status", "/query/direction", "/query/created_from",
                                      "/query/created_to"}));
}

TEST(ListMessages, refuses_bad_queries_with_all_their_problems) {
  World world;
  const std::string path = kMessages;
  EXPECT_EQ(pointers(world.get(path + "?limit=0&colour=red&status=a&status=b")),
            (std::vector<std::string>{"/query/limit", "/query/colour", "/query/status"}));
  EXPECT_EQ(world.get(path + "?limit=201").status, 400);
  EXPECT_EQ(world.get(path + "?limit=1").status, 200);
  EXPECT_EQ(world.get(path + "?limit=5x").status, 400);
  EXPECT_EQ(world.get(path + "?status=LOST").status, 400);
  EXPECT_EQ(world.get(path + "?status=%zz").status, 400);
}

TEST(ListMessages, refuses_a_cursor_that_was_tampered_with_or_belongs_elsewhere) {
  World world;
  const domain::TenantId tenant{kTenant};
  const domain::TenantId other{kOtherTenant};
  const std::string path = std::string{kMessages} + "?cursor=";
  EXPECT_EQ(world.get(path + encode_cursor({"messages", tenant}, "p")).status, 200);
  EXPECT_EQ(member(world.get(path + encode_cursor({"messages", tenant}, "p") + "A"), "code"),
            "invalid_cursor");
  EXPECT_EQ(world.get(path + encode_cursor({"messages", other}, "p")).status, 400);
  EXPECT_EQ(world.get(path + encode_cursor({"channels", tenant}, "p")).status, 400);
}

}  // namespace
}  // namespace herald::api

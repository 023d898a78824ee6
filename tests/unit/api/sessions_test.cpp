#include <gtest/gtest.h>

#include "host/api/cursor.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr const char* kSessions = "/api/v1/communication/sessions";
constexpr const char* kSession = "01890000-0000-7000-8000-0000000000e1";

struct Talk : World {
  Talk() {
    domain::ConversationView view;
    view.conversation.id = domain::ConversationId{kSession};
    view.conversation.tenant = domain::TenantId{kTenant};
    view.conversation.channel_type = "SMS";
    view.conversation.message_count = 2;
    view.conversation.unread_count = 1;
    view.conversation.revision = 4;
    view.conversation.agent_ref = "a1";
    view.conversation.last_message_at = clock.at;
    view.contact = {.id = domain::ContactId{"contact"},
                    .contact_ref = "c1",
                    .addresses = {{"phone", "+447700900123"}, {"email", "a@example.com"}}};
    conversations.view = view;
  }
  std::string at(const std::string& rest = {}) const {
    return std::string{kSessions} + "/" + kSession + rest;
  }
};

TEST(ListSessions, narrows_by_each_filter) {
  Talk world;
  world.conversations.next_cursor = "place|id";
  const auto response =
      world.get(std::string{kSessions} +
                "?channel_type=SMS&status=DELIVERED&agent_id=a&lead_id=l&contact_id=c&direction=INBOUND"
                "&unread=true&starred=false&archived=true&limit=7");
  ASSERT_EQ(response.status, 200) << response.body;
  const domain::ConversationFilter& filter = world.conversations.filter;
  EXPECT_EQ(filter.channel_type, "SMS");
  EXPECT_EQ(filter.status, "DELIVERED");
  EXPECT_EQ(filter.agent_ref, "a");
  EXPECT_EQ(filter.lead_ref, "l");
  EXPECT_EQ(filter.contact_ref, "c");
  EXPECT_EQ(filter.direction, "INBOUND");
  EXPECT_EQ(filter.unread, true);
  EXPECT_EQ(filter.starred, false);
  EXPECT_EQ(filter.archived, true);
  EXPECT_EQ(world.conversations.limit, 7);
  const std::string cursor = member(response, "next_cursor");
  world.get(std::string{kSessions} + "?cursor=" + cursor);
  EXPECT_EQ(world.conversations.cursor, "place|id");
  EXPECT_EQ(world.conversations.filter.unread, std::nullopt);
  const auto one = json_of(response).member("data")->elements().at(0);
  EXPECT_EQ(one.member("id")->text(), kSession);
  EXPECT_EQ(one.member("agent_id")->text(), "a1");
  EXPECT_EQ(one.member("lead_id")->kind(), json::Kind::Null);
  EXPECT_EQ(one.member("unread_count")->integer(), 1);
  EXPECT_EQ(one.member("last_message_at")->text(), "2025-06-01T12:00:00.000Z");
  EXPECT_FALSE(one.member("contact").has_value());
}

TEST(ListSessions, complains_about_all_wrong_parameters) {
  Talk world;
  const auto response =
      world.get(std::string{kSessions} + "?unread=yes&status=QUEUED&direction=UP&who=me&limit=0");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response).size(), 5U) << response.body;
}

TEST(ShowSession, has_contact_messages_and_a_cursor_of_its_own) {
  Talk world;
  domain::Message message;
  message.id = domain::MessageId{kMessageId};
  world.messages.page.items.push_back(message);
  world.messages.page.next_cursor = "older|id";
  const auto response = world.get(world.at("?limit=1"));
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(header(response, "ETag"), "\"4\"");
  EXPECT_EQ(world.messages.filter.conversation, kSession);
  EXPECT_EQ(world.messages.limit, 1);
  const auto contact = json_of(response).member("contact");
  EXPECT_EQ(contact->member("contact_id")->text(), "c1");
  EXPECT_EQ(contact->member("addresses")->compact(),
            R"([{"address":"+447700900123","kind":"phone"},{"address":"a@example.com","kind":"email"}])");
  EXPECT_EQ(json_of(response).member("messages")->elements().size(), 1U);
  EXPECT_EQ(member(response, "has_more"), "true");
  const std::string cursor = member(response, "next_cursor");
  EXPECT_EQ(world.get(world.at("?cursor=" + cursor)).status, 200);
  EXPECT_EQ(world.messages.cursor, "older|id");
  EXPECT_EQ(world.get(std::string{kMessages} + "?cursor=" + cursor).status, 400) << "of another list";
}

TEST(ShowSession, does_not_exist_as_no_uuid_or_for_another_tenant) {
  Talk world;
  EXPECT_EQ(world.get(std::string{kSessions} + "/nothing").status, 404);
  world.conversations.view->conversation.tenant = domain::TenantId{kOtherTenant};
  const auto response = world.get(world.at());
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(member(response, "code"), "unknown_session");
}

TEST(UpdateSession, changes_what_is_named_only) {
  Talk world;
  ASSERT_EQ(world.patch(world.at(), R"({"is_starred":true,"agent_id":null,"subject":"late"})").status, 200);
  const domain::ConversationChange& change = world.conversations.changes.at(0);
  EXPECT_EQ(change.id.text, kSession);
  EXPECT_EQ(change.tenant.text, kTenant);
  EXPECT_EQ(change.starred, true);
  EXPECT_EQ(change.archived, std::nullopt);
  EXPECT_EQ(change.agent_ref, "");
  EXPECT_EQ(change.lead_ref, std::nullopt);
  EXPECT_EQ(change.subject, "late");
  EXPECT_FALSE(change.close);
  EXPECT_EQ(change.revision, std::nullopt);
  EXPECT_FALSE(change.origin.actor.empty());
  ASSERT_EQ(world.patch(world.at(), R"({"status":"COMPLETED","is_archived":null})").status, 200);
  EXPECT_TRUE(world.conversations.changes.at(1).close);
  EXPECT_EQ(world.conversations.changes.at(1).archived, false);
}

TEST(UpdateSession, rests_on_if_match) {
  Talk world;
  EXPECT_EQ(world.patch(world.at(), R"({"is_starred":true})", {{"If-Match", "\"3\""}}).status, 412);
  EXPECT_TRUE(world.conversations.changes.empty());
  EXPECT_EQ(world.patch(world.at(), R"({"is_starred":true})", {{"If-Match", "\"3\", \"4\""}}).status, 200);
  EXPECT_EQ(world.conversations.changes.at(0).revision, 4);
  world.conversations.refuse = Error{.code = Errc::Stale, .reason = "revision_changed"};
  EXPECT_EQ(world.patch(world.at(), R"({"is_starred":true})", {{"If-Match", "\"4\""}}).status, 412);
}

TEST(UpdateSession, complains_about_everything_together) {
  Talk world;
  const auto response = world.patch(world.at(), R"({"is_starred":"yes","agent_id":")" + std::string(65, 'a') +
                                                    R"(","subject":")" + std::string(999, 's') +
                                                    R"(","status":"SENT","who":1})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response),
            (std::vector<std::string>{"/agent_id", "/is_starred", "/status", "/subject", "/who"}));
  EXPECT_EQ(pointers(world.patch(world.at(), R"({"subject":"two\nlines"})")),
            std::vector<std::string>{"/subject"});
  EXPECT_EQ(world
                .patch(world.at(), R"({"agent_id":")" + std::string(64, 'a') + R"(","subject":")" +
                                       std::string(998, 's') + R"("})")
                .status,
            200);
}

TEST(ReadSession, takes_no_body_or_the_newest_message_that_was_seen) {
  Talk world;
  ASSERT_EQ(world.post(world.at("/read"), "").status, 200);
  EXPECT_TRUE(world.conversations.readings.at(0).up_to.empty());
  ASSERT_EQ(world.post(world.at("/read"), R"({"up_to":")" + std::string{kMessageId} + "\"}").status, 200);
  EXPECT_EQ(world.conversations.readings.at(1).up_to.text, kMessageId);
  EXPECT_EQ(world.conversations.readings.at(1).id.text, kSession);
  EXPECT_EQ(pointers(world.post(world.at("/read"), R"({"up_to":7})")), std::vector<std::string>{"/up_to"});
  EXPECT_EQ(pointers(world.post(world.at("/read"), R"({"upto":"x"})")), std::vector<std::string>{"/upto"});
}

}  // namespace
}  // namespace herald::api

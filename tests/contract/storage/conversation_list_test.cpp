// Lists of conversations: their order, filters and pages, and the indexes that they walk.
#include "host/storage/connection.hpp"
#include "host/storage/session_lists.hpp"
#include "tests/contract/storage/conversation_steps.hpp"

namespace herald::test {
namespace {

using domain::ConversationFilter;

class ConversationLists : public ConversationContract {
 protected:
  std::vector<domain::ConversationId> listed(const ConversationFilter& filter, int limit = 50) {
    std::vector<domain::ConversationId> out;
    std::string cursor;
    do {
      const auto page = conversations.list(store.tenant, filter, cursor, limit);
      EXPECT_TRUE(page) << page.error().reason;
      if (!page) return out;
      EXPECT_LE(page->items.size(), static_cast<std::size_t>(limit));
      for (const domain::Conversation& one : page->items) out.push_back(one.id);
      cursor = page->next_cursor;
    } while (!cursor.empty());
    return out;
  }
  domain::Message open(const std::string& mark) {
    domain::AcceptRequest request = store.request(fresh_number());
    request.message.content.contact_ref = "c" + mark;
    request.message.content.lead_ref = "l" + mark;
    const domain::Message message = accept(request).message;
    count({message});
    return message;
  }
  std::string plan(const ConversationFilter& filter) {
    const storage::ListQuery query = storage::session_query(store.tenant, filter, {});
    const bool sqlite = GetParam() == storage::Dialect::Sqlite;
    std::string text;
    for (const storage::Row& row : store.aside().query(
             (sqlite ? "explain query plan " : "explain ") + query.sql + "50", sqlite ? 4 : 10, query.cells))
      for (const storage::Cell& cell : row) text += cell.text + " ";
    return text;
  }
};

TEST_P(ConversationLists, ShowTheNewestActivityFirst) {
  std::vector<domain::ConversationId> expected;
  for (int i = 0; i < 5; ++i) expected.insert(expected.begin(), open(std::to_string(i)).conversation);
  EXPECT_EQ(listed({}), expected);
  EXPECT_EQ(listed({}, 2), expected) << "page by page";
  EXPECT_EQ(listed({}, 1), expected);
  const std::string number = store.look(
      "select normalised from contact_address a join communication_session s "
      "on s.contact_id = a.contact_id where s.id = ?",
      {expected.back()});
  count({arrive(number)});
  std::ranges::rotate(expected, expected.end() - 1);
  EXPECT_EQ(listed({}), expected) << "a new message brings its conversation to the front";
}

TEST_P(ConversationLists, AreNarrowedByEachFilter) {
  const domain::Message a = open("a"), b = open("b");
  const domain::Message answer = arrive(b.content.to_address);
  count({answer});
  change({.id = a.conversation, .starred = true, .archived = true, .agent_ref = "agent"});
  const std::vector<domain::ConversationId> only_a{a.conversation}, only_b{b.conversation}, none;
  EXPECT_EQ(listed({.agent_ref = "agent"}), only_a);
  EXPECT_EQ(listed({.lead_ref = "la"}), only_a);
  EXPECT_EQ(listed({.contact_ref = "cb"}), only_b);
  EXPECT_EQ(listed({.direction = "INBOUND"}), only_b);
  EXPECT_EQ(listed({.status = "DELIVERED"}), only_b);
  EXPECT_EQ(listed({.status = "INITIATED"}), only_a);
  EXPECT_EQ(listed({.channel_type = "EMAIL"}), none);
  EXPECT_EQ(listed({.unread = true}), only_b);
  EXPECT_EQ(listed({.unread = false}), only_a);
  EXPECT_EQ(listed({.starred = true}), only_a);
  EXPECT_EQ(listed({.archived = true}), only_a);
  EXPECT_EQ(listed({.archived = false}), only_b);
  EXPECT_EQ(listed({.agent_ref = "agent", .lead_ref = "lb"}), none);
  EXPECT_EQ(listed({.channel_type = "SMS"}).size(), 2U);
}

TEST_P(ConversationLists, WalkTheIndexOfTheNarrowestFilter) {
  const domain::TenantId mine = store.tenant;
  const domain::ChannelId channel = store.channel;
  for (int tenant = 0; tenant < 3; ++tenant) {
    if (tenant > 0) store.seed();
    std::vector<Answer<domain::Accepted>> answers(300);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      domain::AcceptRequest request = store.request(fresh_number());
      request.message.content.contact_ref = "c" + std::to_string(i);
      request.message.content.lead_ref = "l" + std::to_string(i);
      store.ledger.accept(std::move(request), answers[i].completion());
    }
    store.writer.step();
    ASSERT_TRUE(answers.back().ok()) << answers.back().reason();
    store.aside().execute("update communication_session set agent_id = contact_ref where tenant_id = ?",
                          storage::Row{store.tenant});
  }
  store.tenant = mine;
  store.channel = channel;
  if (GetParam() == storage::Dialect::Mysql) store.aside().query("analyze table communication_session", 4);
  const std::vector<std::pair<ConversationFilter, std::string>> walks{{{}, "recent"},
                                                                      {{.unread = true}, "recent"},
                                                                      {{.agent_ref = "c1"}, "agent_recent"},
                                                                      {{.lead_ref = "l1"}, "lead_recent"},
                                                                      {{.contact_ref = "c1"}, "ref_recent"}};
  for (const auto& [filter, index] : walks) {
    const std::string text = plan(filter);
    EXPECT_NE(text.find("communication_session_" + index), std::string::npos) << index << ": " << text;
    EXPECT_EQ(text.find("TEMP B-TREE"), std::string::npos) << text;
    EXPECT_EQ(text.find("filesort"), std::string::npos) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Storage, ConversationLists, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

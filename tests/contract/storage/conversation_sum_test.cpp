// The sums of conversations: additive, whatever the order, and once for each move of a cursor.
#include "tests/contract/storage/conversation_steps.hpp"

namespace herald::test {
namespace {

class ConversationSums : public ConversationContract {};

TEST_P(ConversationSums, CountMessagesAndTheUnreadOnesOfThem) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  EXPECT_EQ(talk(ours.conversation).message_count, 0) << "not on the hot path";
  const domain::Message theirs = arrive(ours.content.to_address);
  ASSERT_EQ(theirs.conversation, ours.conversation);
  ASSERT_EQ(count({ours, theirs}), "success");
  const domain::Conversation seen = talk(ours.conversation);
  EXPECT_EQ(seen.message_count, 2);
  EXPECT_EQ(seen.unread_count, 1);
  EXPECT_EQ(seen.direction, "INBOUND");
  EXPECT_EQ(seen.status, "DELIVERED");
  EXPECT_EQ(seen.channel_type, "SMS");
  EXPECT_EQ(seen.last_message_at, theirs.created_at);
  EXPECT_EQ(seen.last_inbound_at, theirs.created_at);
  EXPECT_EQ(seen.opened_at, ours.created_at);
  EXPECT_EQ(seen.revision, 1) << "nobody has changed it";
}

TEST_P(ConversationSums, CountNothingTwiceForOneMoveOfTheCursor) {
  const std::string consumer = "sums-" + store.uuid().substr(0, 30);
  ASSERT_TRUE(store.commit<std::vector<domain::ConsumerPlace>>(
      [&](auto done) { consumers.open(consumer, {{3, 0}, {4, 0}}, done); }));
  const domain::Message ours = accept(store.request(fresh_number())).message;
  const std::vector<domain::CursorMove> moves{{consumer, 3, 0, 7}, {consumer, 4, 0, 2}};
  EXPECT_EQ(sum({{ours.id, true}}, moves), "success");
  EXPECT_EQ(sum({{ours.id, true}}, moves), "cursor_moved");
  EXPECT_EQ(sum({{ours.id, true}}, {{consumer, 3, 7, 8}, {consumer, 4, 0, 2}}), "cursor_moved")
      << "all or nothing";
  EXPECT_EQ(talk(ours.conversation).message_count, 1);
  EXPECT_EQ(sum({}, {{consumer, 3, 7, 8}}), "success");
}

TEST_P(ConversationSums, TwoTurnsInOneBatchAddUp) {
  const domain::Message first = accept(store.request(fresh_number())).message;
  const domain::Message second = arrive(first.content.to_address);
  Answer<Done> one, two;
  sums.apply({}, {{first.id, true}}, one.completion());
  sums.apply({}, {{second.id, true}}, two.completion());
  store.writer.step();
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(talk(first.conversation).message_count, 2);
}

TEST_P(ConversationSums, ShowTheLatestMessageInWhateverOrderTheyAreTold) {
  const domain::Message theirs = arrive(fresh_number());
  const domain::Message ours = accept(store.request(theirs.content.from_address)).message;
  ASSERT_TRUE(std::tie(theirs.created_at, theirs.id.text) < std::tie(ours.created_at, ours.id.text));
  count({ours});
  EXPECT_EQ(talk(ours.conversation).status, "INITIATED");
  count({theirs});
  const domain::Conversation seen = talk(ours.conversation);
  EXPECT_EQ(seen.direction, "OUTBOUND");
  EXPECT_EQ(seen.status, "INITIATED");
  EXPECT_EQ(seen.last_message_at, ours.created_at);
  EXPECT_EQ(seen.last_inbound_at, theirs.created_at);
}

TEST_P(ConversationSums, FollowTheStatusOfTheLatestMessageOnly) {
  const domain::Message first = accept(store.request(fresh_number())).message;
  const domain::Message second = accept(store.request(first.content.to_address)).message;
  count({first, second});
  settle(first, intend(first),
         {.certainty = domain::Certainty::Accepted, .provider_id = "first" + store.uuid()});
  sum({{first.id, false}});
  EXPECT_EQ(talk(first.conversation).status, "INITIATED");
  settle(second, intend(second),
         {.certainty = domain::Certainty::Accepted, .provider_id = "second" + store.uuid()});
  sum({{second.id, false}});
  EXPECT_EQ(talk(first.conversation).status, "SENT");
  EXPECT_EQ(talk(first.conversation).message_count, 2) << "a change is no message";
}

TEST_P(ConversationSums, ReachManyConversationsInOneTransaction) {
  std::vector<domain::Message> messages;
  for (int i = 0; i < 131; ++i) messages.push_back(accept(store.request(fresh_number())).message);
  ASSERT_EQ(count(messages), "success");
  EXPECT_EQ(
      store.count("select count(*) from communication_session where tenant_id = ? and message_count = 1 "
                  "and last_message_id is not null",
                  {store.tenant}),
      131);
}

TEST_P(ConversationSums, PassOverAMessageThatIsGone) {
  EXPECT_EQ(sum({{domain::MessageId{store.uuid()}, true}}), "success");
}

TEST_P(ConversationSums, TakeReferencesThatTheFirstMessageDidNotName) {
  const domain::Message theirs = arrive(fresh_number());
  domain::AcceptRequest request = store.request(theirs.content.from_address);
  request.message.content.contact_ref = "c1";
  request.message.content.lead_ref = "l1";
  count({theirs, accept(request).message});
  request = store.request(theirs.content.from_address);
  request.message.content.lead_ref = "l2";
  count({accept(request).message});
  EXPECT_EQ(talk(theirs.conversation).contact_ref, "c1");
  EXPECT_EQ(talk(theirs.conversation).lead_ref, "l1");
}

TEST_P(ConversationSums, FindTheirRowByItsKey) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  const storage::SessionNews news{
      .messages = 1, .latest_at = storage::Cell{store.clock.now()}, .latest = ours.id.text};
  const bool sqlite = GetParam() == storage::Dialect::Sqlite;
  std::string plan;
  for (const storage::Row& row :
       store.aside().query((sqlite ? "explain query plan " : "explain ") + storage::kAddNews, sqlite ? 4 : 10,
                           storage::news_cells(ours.conversation.text, news, store.clock.now())))
    for (const storage::Cell& cell : row) plan += cell.text + " ";
  EXPECT_TRUE(plan.find("SEARCH communication_session USING INDEX") != std::string::npos ||
              plan.find("PRIMARY") != std::string::npos)
      << plan;
}

INSTANTIATE_TEST_SUITE_P(Storage, ConversationSums, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

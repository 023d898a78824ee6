// What people do with conversations: read, assign, star, close.
#include "tests/contract/storage/conversation_steps.hpp"

namespace herald::test {
namespace {

class Conversations : public ConversationContract {};

TEST_P(Conversations, AreShownWithTheirContact) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.message.content.contact_ref = "c1";
  const domain::Message ours = accept(request).message;
  const auto found = conversations.find(store.tenant, ours.conversation);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->contact.id, ours.contact);
  EXPECT_EQ(found->contact.contact_ref, "c1");
  ASSERT_EQ(found->contact.addresses.size(), 1U);
  EXPECT_EQ(found->contact.addresses[0].kind, "phone");
  EXPECT_EQ(found->contact.addresses[0].normalised, ours.content.to_address);
}

TEST_P(Conversations, ReadingTakesWhatIsCountedAndNothingThatNobodyHasSeen) {
  const domain::Message first = arrive(fresh_number());
  const domain::Message second = arrive(first.content.from_address);
  count({first, second});
  const domain::Message third = arrive(first.content.from_address);  // stored, not counted
  EXPECT_EQ(read(first), "success");
  EXPECT_EQ(talk(first.conversation).unread_count, 0);
  count({third});
  EXPECT_EQ(talk(first.conversation).unread_count, 1);
  EXPECT_EQ(read(first), "success");
  EXPECT_EQ(talk(first.conversation).unread_count, 0);
}

TEST_P(Conversations, ReadingUpToAMessageIsExactWhateverIsCounted) {
  const domain::Message first = arrive(fresh_number());
  const domain::Message second = arrive(first.content.from_address);
  const domain::Message third = arrive(first.content.from_address);
  count({first, third});
  EXPECT_EQ(read(first, second.id), "success");
  EXPECT_EQ(talk(first.conversation).unread_count, 0) << "two are counted, two are read";
  count({second});
  EXPECT_EQ(talk(first.conversation).unread_count, 1) << "the third";
  const domain::Message fourth = arrive(first.content.from_address);
  EXPECT_EQ(read(first, fourth.id), "success");
  EXPECT_EQ(talk(first.conversation).unread_count, 0) << "one is owed, and not shown as a negative number";
  count({fourth});
  EXPECT_EQ(talk(first.conversation).unread_count, 0);
  EXPECT_EQ(read(first, second.id), "success");
  EXPECT_EQ(talk(first.conversation).unread_count, 0) << "nothing becomes unread";
}

TEST_P(Conversations, ReadingTwiceIsOneEntryOfTheJournal) {
  const domain::Message theirs = arrive(fresh_number());
  count({theirs});
  EXPECT_EQ(entries(theirs.conversation), 0);
  EXPECT_EQ(read(theirs), "success");
  EXPECT_EQ(read(theirs), "success");
  EXPECT_EQ(read(theirs, theirs.id), "success");
  EXPECT_EQ(entries(theirs.conversation), 1);
  EXPECT_EQ(talk(theirs.conversation).revision, 1);
}

TEST_P(Conversations, TwoReadersInOneBatchReadOnce) {
  const domain::Message theirs = arrive(fresh_number());
  count({theirs});
  Answer<Done> one, two;
  const domain::ConversationReading reading{.id = theirs.conversation, .tenant = store.tenant};
  conversations.read(reading, one.completion());
  conversations.read(reading, two.completion());
  store.writer.step();
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(store.count("select unread_count + read_count * 10 from communication_session where id = ?",
                        {theirs.conversation}),
            10);
}

TEST_P(Conversations, ReadingUpToAnotherConversationsMessageIsRefused) {
  const domain::Message theirs = arrive(fresh_number());
  const domain::Message other = arrive(fresh_number());
  EXPECT_EQ(read(theirs, other.id), "unknown_message");
  EXPECT_EQ(read(theirs, domain::MessageId{store.uuid()}), "unknown_message");
}

TEST_P(Conversations, ChangesAreJournalledAndGrowTheRevision) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  EXPECT_EQ(change({.id = ours.conversation, .starred = true, .agent_ref = "a1", .subject = "late parcel"}),
            "success");
  domain::Conversation seen = talk(ours.conversation);
  EXPECT_TRUE(seen.starred);
  EXPECT_FALSE(seen.archived);
  EXPECT_EQ(seen.agent_ref, "a1");
  EXPECT_EQ(seen.subject, "late parcel");
  EXPECT_TRUE(seen.assigned_at.has_value());
  EXPECT_EQ(seen.revision, 2);
  EXPECT_EQ(store.look("select data from journal where tenant_id = ? and subject_id = ?",
                       {store.tenant, ours.conversation}),
            R"({"fields":["is_starred","subject","agent_id"]})");
  EXPECT_EQ(change({.id = ours.conversation, .starred = true, .agent_ref = "a1"}), "success");
  EXPECT_EQ(talk(ours.conversation).revision, 2) << "it was so already";
  EXPECT_EQ(change({.id = ours.conversation, .agent_ref = "", .lead_ref = "l1"}), "success");
  seen = talk(ours.conversation);
  EXPECT_EQ(seen.agent_ref, "");
  EXPECT_EQ(seen.lead_ref, "l1");
  EXPECT_FALSE(seen.assigned_at.has_value());
  EXPECT_EQ(entries(ours.conversation), 2);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Conversations, AChangeOfAnotherRevisionIsRefused) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  EXPECT_EQ(change({.id = ours.conversation, .revision = 2, .starred = true}), "revision_changed");
  EXPECT_EQ(change({.id = ours.conversation, .revision = 1, .starred = true}), "success");
  EXPECT_EQ(change({.id = ours.conversation, .revision = 1, .archived = true}), "revision_changed");
}

TEST_P(Conversations, ClosingLetsTheContactGo) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  const domain::Message last = accept(store.request(ours.content.to_address)).message;
  count({ours, last});
  EXPECT_EQ(close(ours), "success");
  EXPECT_EQ(talk(ours.conversation).status, "COMPLETED");
  EXPECT_TRUE(talk(ours.conversation).closed_at.has_value());
  const domain::Message next = arrive(ours.content.to_address);
  EXPECT_EQ(next.contact, ours.contact);
  EXPECT_NE(next.conversation, ours.conversation);
  EXPECT_EQ(arrive(ours.content.to_address).conversation, next.conversation);
  settle(last, intend(last), {.certainty = domain::Certainty::Accepted, .provider_id = store.uuid()});
  sum({{last.id, false}});
  EXPECT_EQ(talk(ours.conversation).status, "COMPLETED") << "a receipt does not open it again";
  EXPECT_EQ(close(ours), "success");
  EXPECT_EQ(arrive(ours.content.to_address).conversation, next.conversation) << "closed twice, let go once";
  EXPECT_EQ(entries(ours.conversation), 1);
}

TEST_P(Conversations, AMessageAfterTheClosingInTheSameBatchOpensAnother) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  Answer<Done> closed;
  Answer<domain::Accepted> next, after;
  conversations.update({.id = ours.conversation, .tenant = store.tenant, .close = true}, closed.completion());
  store.ledger.accept(store.request(ours.content.to_address), next.completion());
  store.ledger.accept(store.request(ours.content.to_address), after.completion());
  store.writer.step();
  ASSERT_TRUE(closed.ok() && next.ok() && after.ok());
  const domain::Message& message = (*next.result)->message;
  EXPECT_NE(message.conversation, ours.conversation);
  EXPECT_EQ((*after.result)->message.conversation, message.conversation);
  EXPECT_EQ(accept(store.request(ours.content.to_address)).message.conversation, message.conversation);
}

TEST_P(Conversations, TwoAddressesOfOneContactOpenOneInOneBatch) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  const std::string second = fresh_number();
  store.aside().execute(
      "insert into contact_address (id, tenant_id, contact_id, kind, normalised, created_at, updated_at) "
      "values (?,?,?,'phone',?,?,?)",
      storage::Row{store.uuid(), store.tenant, ours.contact, second, store.clock.now(), store.clock.now()});
  close(ours);
  Answer<domain::Accepted> one, two;
  store.ledger.accept(store.request(ours.content.to_address), one.completion());
  store.ledger.accept(store.request(second), two.completion());
  store.writer.step();
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ((*one.result)->message.conversation, (*two.result)->message.conversation);
}

TEST_P(Conversations, DoNotExistForAnotherTenant) {
  const domain::Message theirs = arrive(fresh_number());
  store.seed();
  const auto found = conversations.find(store.tenant, theirs.conversation);
  EXPECT_EQ(found ? "found" : found.error().reason, "unknown_session");
  EXPECT_EQ(change({.id = theirs.conversation, .starred = true}), "unknown_session");
  EXPECT_EQ(read(theirs), "unknown_session");
  EXPECT_EQ(read(theirs, theirs.id), "unknown_session");
  EXPECT_TRUE(conversations.list(store.tenant, {}, {}, 10)->items.empty());
}

INSTANTIATE_TEST_SUITE_P(Storage, Conversations, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

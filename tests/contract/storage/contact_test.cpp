// One contact for the addresses that the caller names alike, so that its conversation is one over all
// channels.
#include "host/storage/selects.hpp"
#include "tests/contract/storage/conversation_steps.hpp"

namespace herald::test {
namespace {

class Contacts : public ConversationContract {
 protected:
  domain::AcceptRequest mail(const std::string& to, const std::string& contact) {
    domain::AcceptRequest request = store.request(to);
    request.message.content.channel_type = "EMAIL";
    request.message.content.contact_ref = contact;
    request.address = {.kind = "email", .normalised = to};
    return request;
  }
  domain::AcceptRequest text(const std::string& to, const std::string& contact) {
    domain::AcceptRequest request = store.request(to);
    request.message.content.contact_ref = contact;
    return request;
  }
  std::int64_t contacts() {
    return store.count("select count(*) from contact where tenant_id = ?", {store.tenant});
  }
};

TEST_P(Contacts, HaveOneConversationOverTwoChannels) {
  const domain::Message sms = accept(text(fresh_number(), "c1")).message;
  const domain::Message letter = accept(mail("a@example.com", "c1")).message;
  const domain::Message answer = arrive(sms.content.to_address);
  EXPECT_EQ(letter.contact, sms.contact);
  EXPECT_EQ(letter.conversation, sms.conversation);
  EXPECT_EQ(answer.conversation, sms.conversation);
  count({sms, letter, answer});
  EXPECT_EQ(talk(sms.conversation).message_count, 3);
  EXPECT_EQ(conversations.find(store.tenant, sms.conversation)->contact.addresses.size(), 2U);
  EXPECT_EQ(contacts(), 1);
}

TEST_P(Contacts, AreOneAlsoInOneBatch) {
  Answer<domain::Accepted> one, two;
  store.ledger.accept(text(fresh_number(), "c1"), one.completion());
  store.ledger.accept(mail("a@example.com", "c1"), two.completion());
  store.writer.step();
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ((*one.result)->message.conversation, (*two.result)->message.conversation);
  EXPECT_EQ(contacts(), 1);
}

TEST_P(Contacts, GetTheCallersNameForAnAddressThatWasKnownAlready) {
  const domain::Message theirs = arrive(fresh_number());
  accept(text(theirs.content.from_address, "c1"));
  EXPECT_EQ(store.look("select contact_ref from contact where id = ?", {theirs.contact}), "c1");
  EXPECT_EQ(accept(mail("a@example.com", "c1")).message.conversation, theirs.conversation);
  accept(text(theirs.content.from_address, "c2"));
  EXPECT_EQ(store.look("select contact_ref from contact where id = ?", {theirs.contact}), "c1")
      << "a name that it has stays";
}

TEST_P(Contacts, KeepAnAddressThatIsAnotherContactsAlready) {
  const domain::Message sms = accept(text(fresh_number(), "c1")).message;
  const domain::Message letter = accept(mail("a@example.com", "c2")).message;
  EXPECT_NE(letter.contact, sms.contact);
  EXPECT_EQ(accept(mail("a@example.com", "c1")).message.contact, letter.contact);
}

TEST_P(Contacts, HaveTheAddressTooByWhichTheirProviderKnowsThem) {
  const domain::Message sent = accept(text(fresh_number(), "c1")).message;
  const std::string other = fresh_number();
  const auto learn = [&](const domain::Message& message, const std::string& number) {
    settle_known_as(message, intend(message), number);
  };
  learn(sent, other);
  const domain::Message answer = arrive(other);
  EXPECT_EQ(answer.contact, sent.contact);
  EXPECT_EQ(answer.conversation, sent.conversation);
  learn(accept(text(sent.content.to_address, "c1")).message, other);
  EXPECT_EQ(contacts(), 1);
  const domain::Message stranger = arrive(fresh_number());
  learn(accept(text(sent.content.to_address, "c1")).message, stranger.content.from_address);
  EXPECT_EQ(arrive(stranger.content.from_address).contact, stranger.contact) << "whoever has it keeps it";
}

TEST_P(Contacts, OfAnotherTenantAreOthers) {
  const domain::Message ours = accept(text(fresh_number(), "c1")).message;
  store.seed();
  EXPECT_NE(accept(mail("a@example.com", "c1")).message.contact, ours.contact);
}

TEST_P(Contacts, OpenOneConversationAfterAClosing) {
  const domain::Message sms = accept(text(fresh_number(), "c1")).message;
  accept(mail("a@example.com", "c1"));
  close(sms);
  Answer<domain::Accepted> one, two;
  store.ledger.accept(mail("b@example.com", "c1"), one.completion());
  store.ledger.accept(mail("a@example.com", "c1"), two.completion());
  store.writer.step();
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ((*one.result)->message.conversation, (*two.result)->message.conversation);
  EXPECT_EQ((*one.result)->message.contact, sms.contact);
  close((*one.result)->message);
  EXPECT_EQ(talk(arrive(sms.content.to_address).conversation).contact_ref, "c1");
}

TEST_P(Contacts, AreFoundByAnIndex) {
  std::vector<Answer<domain::Accepted>> answers(300);
  for (std::size_t i = 0; i < answers.size(); ++i)
    store.ledger.accept(text(fresh_number(), "c" + std::to_string(i)), answers[i].completion());
  store.writer.step();
  const bool sqlite = GetParam() == storage::Dialect::Sqlite;
  if (!sqlite) store.aside().query("analyze table contact", 4);
  const std::string list = sqlite ? "(select * from (values (?,?),(?,?)))" : "((?,?),(?,?))";
  std::string plan;
  for (const storage::Row& row : store.aside().query(
           (sqlite ? "explain query plan " : "explain ") + std::string{storage::kSelectContact.head} + list,
           sqlite ? 4 : 10, storage::Row{store.tenant, "c1", store.tenant, "c2"}))
    for (const storage::Cell& cell : row) plan += cell.text + " ";
  EXPECT_NE(plan.find("ix_contact_ref"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("SCAN c "), std::string::npos) << plan;
  EXPECT_EQ(plan.find("c ALL"), std::string::npos) << plan;
}

INSTANTIATE_TEST_SUITE_P(Storage, Contacts, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

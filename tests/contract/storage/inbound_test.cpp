// What people send us: messages and wishes, applied by the batch that stores the callback.
#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {
namespace {

using Wish = domain::ConsentChange::Kind;
using Verdict = domain::IntentVerdict::Kind;
using std::chrono::hours;

class Arrivals : public WebhookContract {
 protected:
  /// Whether a message to that number may be sent now.
  Verdict may_send(const std::string& number) {
    return ask(accept(store.request(number)).message, domain::AttemptId{store.uuid()}).kind;
  }
  std::int64_t in_force(const std::string& number) {
    return store.count(
        "select count(*) from suppression where tenant_id = ? and normalised = ? and lifted_at is null",
        {store.tenant, number});
  }
};

TEST_P(Arrivals, ATextFromAStrangerMakesContactConversationAndMessage) {
  const std::string number = fresh_number();
  const auto element = text_from("k", number, "hello \xF0\x9F\x98\x80");
  EXPECT_EQ(receive({element}).applied, 1);
  const auto seen = view(element.inbound->message.id);
  EXPECT_EQ(seen.message.direction, "INBOUND");
  EXPECT_EQ(seen.message.status, domain::MessageStatus::Delivered);
  EXPECT_EQ(seen.message.content.body, "hello \xF0\x9F\x98\x80");
  EXPECT_EQ(seen.message.content.from_address, number);
  EXPECT_EQ(seen.message.content.to_address, "+15005550006");
  EXPECT_EQ(seen.message.provider_id, "in-k");
  EXPECT_EQ(seen.message.contact, element.inbound->message.contact);
  EXPECT_EQ(seen.message.conversation, element.inbound->message.conversation);
  ASSERT_EQ(seen.timeline.size(), 1U);
  EXPECT_EQ(seen.timeline[0].event.type, "message.received");
  EXPECT_EQ(seen.timeline[0].event.data_json.find(number), std::string::npos)
      << "no addresses in the journal";
  EXPECT_TRUE(seen.attempts.empty());
  EXPECT_TRUE(works(store.clock.now() + hours{1}).empty()) << "nobody is to send it";
}

TEST_P(Arrivals, AnAnswerJoinsTheConversationThatWeOpened) {
  const domain::Message ours = accept(store.request(fresh_number())).message;
  const auto element = text_from("k", ours.content.to_address);
  receive({element});
  const auto theirs = view(element.inbound->message.id).message;
  EXPECT_EQ(theirs.contact, ours.contact);
  EXPECT_EQ(theirs.conversation, ours.conversation);
}

TEST_P(Arrivals, TwoFirstTextsOfOneCallbackMakeOneContact) {
  const std::string number = fresh_number();
  const auto first = text_from("k1", number), second = text_from("k2", number);
  EXPECT_EQ(receive({first, second}).applied, 2);
  EXPECT_EQ(view(first.inbound->message.id).message.conversation,
            view(second.inbound->message.id).message.conversation);
  EXPECT_EQ(store.count("select count(*) from contact where tenant_id = ?", {store.tenant}), 1);
}

TEST_P(Arrivals, ATextAndOurFirstMessageInOneBatchMakeOneContact) {
  const std::string number = fresh_number();
  const auto element = text_from("k", number);
  Answer<domain::WebhookApplied> received;
  Answer<domain::Accepted> accepted;
  store.ledger.receive(webhook({element}), received.completion());
  store.ledger.accept(store.request(number), accepted.completion());
  store.writer.step();
  ASSERT_TRUE(accepted.ok()) << accepted.reason();
  EXPECT_EQ((*accepted.result)->message.conversation, view(element.inbound->message.id).message.conversation);
}

TEST_P(Arrivals, ARepeatedTextIsOneMessage) {
  const auto element = text_from("k", fresh_number());
  receive({element});
  EXPECT_EQ(receive({text_from("k", element.inbound->address.normalised)}).duplicates, 1);
  EXPECT_EQ(store.count("select count(*) from communication_message where tenant_id = ?", {store.tenant}), 1);
}

TEST_P(Arrivals, AnOptOutStopsTheNextMessageAlsoInTheSameBatch) {
  const domain::Message waiting = accept(store.request(fresh_number())).message;
  const std::string& number = waiting.content.to_address;
  Answer<domain::WebhookApplied> received;
  Answer<domain::IntentVerdict> intended;
  store.ledger.receive(webhook({consent("k", Wish::OptOut, number)}), received.completion());
  store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                       .message = waiting.id,
                       .tenant = waiting.tenant,
                       .channel = waiting.channel,
                       .address = {"phone", number}},
                      intended.completion());
  store.writer.step();
  ASSERT_TRUE(intended.ok()) << intended.reason();
  EXPECT_EQ((*intended.result)->kind, Verdict::Suppressed);
  EXPECT_EQ(view(waiting.id).message.reason, "suppressed");
  EXPECT_EQ(may_send(number), Verdict::Suppressed) << "and from then on";
  EXPECT_EQ(may_send(fresh_number()), Verdict::Go) << "others are not concerned";
}

TEST_P(Arrivals, ARepeatedOptOutIsOneSuppressionWithItsEvidence) {
  const std::string number = fresh_number();
  receive({consent("k1", Wish::OptOut, number), consent("k2", Wish::OptOut, number)});
  EXPECT_EQ(receive({consent("k3", Wish::OptOut, number)}).applied, 1);
  EXPECT_EQ(in_force(number), 1);
  EXPECT_EQ(ending("k3"), "PROCESSED the address had opted out before");
  EXPECT_EQ(store.look("select evidence from suppression where normalised = ? and tenant_id = ?",
                       {number, store.tenant}),
            R"({"text":"STOP"})");
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Arrivals, AnOptInLiftsTheOptOut) {
  const std::string number = fresh_number();
  receive({consent("k1", Wish::OptOut, number)});
  receive({consent("k2", Wish::OptIn, number)});
  EXPECT_EQ(in_force(number), 0);
  EXPECT_EQ(may_send(number), Verdict::Go);
  receive({consent("k3", Wish::OptOut, number)});
  EXPECT_EQ(may_send(number), Verdict::Suppressed) << "the last word counts";
}

TEST_P(Arrivals, AnOptInThatIsOlderThanTheOptOutLiftsNothing) {
  const std::string number = fresh_number();
  receive({consent("k1", Wish::OptOut, number)});
  receive({consent("k2", Wish::OptIn, number, store.clock.now() - hours{1})});
  EXPECT_EQ(may_send(number), Verdict::Suppressed);
  EXPECT_EQ(ending("k2"), "PROCESSED the address has opted out since");
}

TEST_P(Arrivals, AnOptInDoesNotLiftWhatSomebodyElseSuppressed) {
  const std::string number = fresh_number();
  suppress({"phone", number});
  receive({consent("k1", Wish::OptIn, number)});
  EXPECT_EQ(may_send(number), Verdict::Suppressed);
  receive({consent("k2", Wish::OptOut, number), consent("k3", Wish::OptIn, number)});
  EXPECT_EQ(in_force(number), 1);
}

TEST_P(Arrivals, AnOptOutAtOneTenantMeansNothingToAnother) {
  const std::string number = fresh_number();
  receive({consent("k1", Wish::OptOut, number)});
  store.seed();
  EXPECT_EQ(may_send(number), Verdict::Go);
}

INSTANTIATE_TEST_SUITE_P(Storage, Arrivals, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

// What contacts allow, and that it is honoured by every intent that is committed later.
#include "host/storage/preferences.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::ContactPreference;
using Kind = domain::IntentVerdict::Kind;
using std::chrono::hours;

class Preferences : public LedgerContract {
 protected:
  Result<ContactPreference> change(ContactPreference wish, std::vector<std::string> fields = {"allow_sms"}) {
    if (wish.id.empty()) wish.id = store.uuid();
    wish.tenant = store.tenant;
    wish.contact_ref = ref_;
    return store.commit<ContactPreference>([&](auto done) {
      kept.change({.preference = wish, .fields = fields, .origin = {.actor = "apikey:a", .request_id = "r1"}},
                  done);
    });
  }
  /// A message to somebody whom its caller calls so; of a number of its own unless told otherwise.
  domain::Message waiting(const std::string& contact, const std::string& type = "SMS",
                          const std::string& number = {}) {
    domain::AcceptRequest request = store.request(number.empty() ? fresh_number() : number);
    request.message.content.contact_ref = contact;
    request.message.content.channel_type = type;
    return accept(request).message;
  }
  Kind verdict(const domain::Message& message) { return ask(message, domain::AttemptId{store.uuid()}).kind; }
  storage::StoredPreferences kept{store.writer, store.pool};
  std::string ref_ = "person-" + store.uuid().substr(20);
};

TEST_P(Preferences, AreReadAsTheyWereWritten) {
  EXPECT_FALSE(kept.find(store.tenant, ref_)->has_value());
  const ContactPreference wish{.email_address = "a@example.com",
                               .phone_number = "+447700900123",
                               .telegram_id = "42",
                               .whatsapp_number = "+447700900124",
                               .preferred_channel = "EMAIL",
                               .allow_sms = false,
                               .allow_voice = false,
                               .opt_in_sms = true,
                               .opt_in_sms_at = from_rfc3339("2025-06-01T12:00:00Z"),
                               .do_not_contact = true,
                               .do_not_contact_until = from_rfc3339("2035-06-01T12:00:00Z"),
                               .do_not_contact_reason = "on leave"};
  const auto made = change(wish);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(made->revision, 1);
  const auto found = kept.find(store.tenant, ref_);
  ASSERT_TRUE(found && *found);
  const ContactPreference& p = **found;
  EXPECT_EQ(p.email_address, "a@example.com");
  EXPECT_EQ(p.phone_number, "+447700900123");
  EXPECT_EQ(p.telegram_id, "42");
  EXPECT_EQ(p.whatsapp_number, "+447700900124");
  EXPECT_EQ(p.preferred_channel, "EMAIL");
  EXPECT_TRUE(p.allow_email && p.allow_telegram && p.allow_whatsapp);
  EXPECT_FALSE(p.allow_sms || p.allow_voice || p.opt_in_marketing);
  EXPECT_TRUE(p.opt_in_sms && p.do_not_contact);
  EXPECT_EQ(p.opt_in_sms_at, wish.opt_in_sms_at);
  EXPECT_EQ(p.do_not_contact_until, wish.do_not_contact_until);
  EXPECT_EQ(p.do_not_contact_reason, "on leave");
  EXPECT_EQ(p.revision, 1);
  EXPECT_FALSE(kept.find(domain::TenantId{store.uuid()}, ref_)->has_value());
}

TEST_P(Preferences, AChangeNamesTheRevisionThatItIsMadeOf) {
  ContactPreference p = *change({});
  p.allow_email = false;
  p = *change(p, {"allow_email"});
  EXPECT_EQ(p.revision, 2);
  EXPECT_FALSE((*kept.find(store.tenant, ref_))->allow_email);
  p.revision = 1;
  EXPECT_EQ(change(p).error().reason, "revision_changed");
  EXPECT_EQ(change({}).error().reason, "revision_changed") << "there are some by now";
  EXPECT_EQ(store.look("select data from journal where tenant_id = ? and type = 'preference.updated'",
                       {store.tenant}),
            R"({"contact_id":")" + ref_ + R"(","fields":["allow_email"]})");
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Preferences, DoNotContactStopsEveryMessageUntilItsTime) {
  const domain::Message message = waiting(ref_);
  ContactPreference p = *change({.do_not_contact = true});
  EXPECT_EQ(verdict(message), Kind::DoNotContact);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, domain::MessageStatus::Rejected);
  EXPECT_EQ(seen.message.reason, "do_not_contact");
  EXPECT_TRUE(seen.attempts.empty());
  p.do_not_contact_until = store.clock.now() + hours{1};
  p = *change(p);
  EXPECT_EQ(verdict(waiting(ref_)), Kind::DoNotContact);
  p.do_not_contact_until = store.clock.now() - hours{1};
  p = *change(p);
  EXPECT_EQ(verdict(waiting(ref_)), Kind::Go);
}

TEST_P(Preferences, AChannelTypeThatIsNotAllowedIsNotUsed) {
  ASSERT_TRUE(change({.allow_sms = false, .allow_voice = false}));
  const domain::Message sms = waiting(ref_);
  EXPECT_EQ(verdict(sms), Kind::NotAllowed);
  EXPECT_EQ(view(sms.id).message.reason, "channel_not_allowed");
  EXPECT_EQ(verdict(waiting(ref_, "VOICE")), Kind::NotAllowed);
  for (const char* type : {"EMAIL", "TELEGRAM", "WHATSAPP", "FAX"})
    EXPECT_EQ(verdict(waiting(ref_, type)), Kind::Go) << type;
  EXPECT_EQ(verdict(waiting("somebody else")), Kind::Go);
}

TEST_P(Preferences, HoldForMessagesThatNameTheContactOnlyByItsAddress) {
  const std::string number = fresh_number();
  waiting(ref_, "SMS", number);
  ASSERT_TRUE(change({.do_not_contact = true}));
  EXPECT_EQ(verdict(waiting("", "SMS", number)), Kind::DoNotContact);
  EXPECT_EQ(verdict(waiting("another name for the same number", "SMS", number)), Kind::DoNotContact);
  EXPECT_EQ(verdict(waiting("")), Kind::Go);
}

TEST_P(Preferences, HoldForAnAddressThatBelongsToSomebodyElseWhenTheCallerNamesThePerson) {
  const std::string number = fresh_number();
  waiting("the first to have the number " + ref_.substr(7), "SMS", number);
  ASSERT_TRUE(change({.do_not_contact = true}));
  EXPECT_EQ(verdict(waiting(ref_, "SMS", number)), Kind::DoNotContact);
}

TEST_P(Preferences, AddressesAreThoseTheContactWasMetAt) {
  EXPECT_TRUE(kept.addresses(store.tenant, ref_)->empty());
  const std::string number = fresh_number();
  waiting(ref_, "SMS", number);
  const auto known = kept.addresses(store.tenant, ref_);
  ASSERT_EQ(known->size(), 1U);
  EXPECT_EQ(known->front().kind, "phone");
  EXPECT_EQ(known->front().normalised, number);
  EXPECT_TRUE(kept.addresses(domain::TenantId{store.uuid()}, ref_)->empty());
}

INSTANTIATE_TEST_SUITE_P(Databases, Preferences, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

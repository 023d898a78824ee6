// What keeps an address from being written to: wishes and failures, each for its channel type, with its
// evidence.
#include "host/storage/suppressions.hpp"
#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {
namespace {

using Wish = domain::ConsentChange::Kind;
using Verdict = domain::IntentVerdict::Kind;
using domain::AttemptState;
using std::chrono::hours;

class Suppressions : public WebhookContract {
 protected:
  domain::WebhookElement scoped(const std::string& key, Wish kind, const std::string& number,
                                const std::string& type) {
    auto element = consent(key, kind, number);
    element.consent->channel_type = type;
    return element;
  }
  /// Whether a message over that channel type may be sent now.
  Verdict may_send(const std::string& kind, const std::string& address, const std::string& type) {
    domain::AcceptRequest request = store.request(address);
    request.address = {kind, address};
    request.message.content.channel_type = type;
    const domain::Message message = accept(request).message;
    return store
        .commit<domain::IntentVerdict>([&](auto done) {
          store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                               .message = message.id,
                               .tenant = message.tenant,
                               .channel = message.channel,
                               .address = request.address,
                               .channel_type = type},
                              done);
        })
        ->kind;
  }
  /// A message over that channel type whose first attempt is under way.
  std::pair<domain::Message, domain::AttemptId> begun(const std::string& kind, const std::string& address,
                                                      const std::string& type) {
    domain::AcceptRequest request = store.request(address);
    request.address = {kind, address};
    request.message.content.channel_type = type;
    const domain::Message message = accept(request).message;
    return {message, intend(message)};
  }
  std::string reasons(const std::string& address) {
    std::string out;
    for (const storage::Row& row : store.aside().query(
             "select reason, channel_type from suppression where tenant_id = ? and normalised = ? and "
             "lifted_at is null order by reason",
             2, storage::Row{store.tenant, address}))
      out += (out.empty() ? "" : " ") + row[0].text + "/" + row[1].text;
    return out;
  }
  std::string mail() { return "p" + store.uuid() + "@example.com"; }
};

TEST_P(Suppressions, HoldForTheirChannelTypeAlone) {
  const std::string number = fresh_number();
  receive({scoped("k1", Wish::OptOut, number, "SMS")});
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Suppressed);
  EXPECT_EQ(may_send("phone", number, "VOICE"), Verdict::Go);
  receive({scoped("k2", Wish::OptIn, number, "VOICE")});
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Suppressed) << "asked for something else";
  receive({scoped("k3", Wish::OptIn, number, "SMS")});
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Go);
}

TEST_P(Suppressions, OfEveryTypeHoldForEach) {
  const std::string number = fresh_number();
  suppress({"phone", number});
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Suppressed);
  EXPECT_EQ(may_send("phone", number, "VOICE"), Verdict::Suppressed);
  const std::string other = fresh_number();
  receive({consent("k1", Wish::OptOut, other)});
  receive({scoped("k2", Wish::OptIn, other, "SMS")});
  EXPECT_EQ(may_send("phone", other, "SMS"), Verdict::Go) << "an opt-in lifts the general opt-out too";
}

TEST_P(Suppressions, AKeywordIsAppliedWithItsMessage) {
  const std::string number = fresh_number();
  auto element = text_from("k1", number, "Stop");
  element.inbound->keyword = "stop";
  element.inbound->wish = scoped("k1", Wish::OptOut, number, "SMS").consent;
  const domain::Message waiting = accept(store.request(number)).message;
  EXPECT_EQ(receive({element}).applied, 1);
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Suppressed);
  const auto seen = view(element.inbound->message.id);
  EXPECT_EQ(seen.message.conversation, waiting.conversation) << "the text itself is kept";
  EXPECT_NE(seen.timeline.at(0).event.data_json.find(R"("keyword":"stop")"), std::string::npos);
  EXPECT_EQ(receive({scoped("k2", Wish::OptOut, number, "SMS")}).applied, 1) << "the provider says so too";
  EXPECT_EQ(reasons(number), "opt_out/SMS");
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Suppressions, AHardBounceSuppressesTheAddressWithTheAttemptAsEvidence) {
  const std::string address = mail();
  const auto [message, attempt] = begun("email", address, "EMAIL");
  settle(message, attempt, {.certainty = domain::Certainty::Accepted, .provider_id = "m" + address});
  auto bounce = receipt("k1", AttemptState::Bounced, "m" + address);
  bounce.receipt->error_class = "invalid_recipient";
  bounce.receipt->error_code = "5.1.1";
  receive({bounce});
  EXPECT_EQ(reasons(address), "hard_bounce/EMAIL");
  EXPECT_EQ(may_send("email", address, "EMAIL"), Verdict::Suppressed);
  EXPECT_EQ(store.look("select evidence from suppression where normalised = ? and tenant_id = ?",
                       {address, store.tenant}),
            "{\"message\":\"" + message.id.text + "\",\"attempt\":\"" + attempt.text +
                R"(","class":"invalid_recipient","code":"5.1.1"})");
  auto again = receipt("k2", AttemptState::Bounced, "m" + address);
  again.receipt->error_class = "invalid_recipient";
  receive({again});
  EXPECT_EQ(reasons(address), "hard_bounce/EMAIL") << "once";
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Suppressions, ABounceThatCameBeforeItsProviderIdDoesSoToo) {
  const std::string address = mail();
  const auto [message, attempt] = begun("email", address, "EMAIL");
  auto bounce = receipt("k1", AttemptState::Bounced, "m" + address);
  bounce.receipt->error_class = "invalid_recipient";
  EXPECT_EQ(receive({bounce}).parked, 1);
  settle(message, attempt, {.certainty = domain::Certainty::Accepted, .provider_id = "m" + address});
  EXPECT_EQ(reasons(address), "hard_bounce/EMAIL");
}

TEST_P(Suppressions, ARefusalAtOnceDoesSoTooAndATemporaryOneDoesNot) {
  const std::string address = mail();
  const domain::Outcome refused{
      .certainty = domain::Certainty::NotSent, .error_class = "invalid_recipient", .error_code = "550"};
  const auto [message, attempt] = begun("email", address, "EMAIL");
  settle(message, attempt, refused, store.clock.now());
  EXPECT_EQ(reasons(address), "") << "it is to be tried again";
  settle(message, intend(message), refused);
  EXPECT_EQ(reasons(address), "hard_bounce/EMAIL");
}

TEST_P(Suppressions, OtherFailuresSuppressNothing) {
  const std::string address = mail(), number = fresh_number();
  const auto [letter, first] = begun("email", address, "EMAIL");
  settle(letter, first, {.certainty = domain::Certainty::NotSent, .error_class = "content_rejected"});
  EXPECT_EQ(reasons(address), "");
  const auto [text, second] = begun("phone", number, "SMS");
  settle(text, second, {.certainty = domain::Certainty::NotSent, .error_class = "invalid_recipient"});
  EXPECT_EQ(reasons(number), "") << "numbers are switched off and on again";
}

TEST_P(Suppressions, WhoBlocksTheBotIsLeftAloneUntilTheyWriteAgain) {
  const std::string chat = std::to_string(10'000'000 + store.random.below(1'000'000'000));
  const auto [message, attempt] = begun("telegram", chat, "TELEGRAM");
  settle(message, attempt, {.certainty = domain::Certainty::NotSent, .error_class = "blocked"});
  EXPECT_EQ(reasons(chat), "blocked/TELEGRAM");
  EXPECT_EQ(may_send("telegram", chat, "TELEGRAM"), Verdict::Suppressed);
  auto element = text_from("k1", chat);
  element.inbound->address = {"telegram", chat};
  element.inbound->message.content.channel_type = "TELEGRAM";
  receive({element});
  EXPECT_EQ(may_send("telegram", chat, "TELEGRAM"), Verdict::Go);
}

TEST_P(Suppressions, AnOptInLiftsABlockAndNoBounce) {
  const std::string chat = std::to_string(10'000'000 + store.random.below(1'000'000'000));
  const auto [message, attempt] = begun("telegram", chat, "TELEGRAM");
  settle(message, attempt, {.certainty = domain::Certainty::NotSent, .error_class = "blocked"});
  auto wish = scoped("k1", Wish::OptIn, chat, "TELEGRAM");
  wish.consent->address.kind = "telegram";
  wish.consent->at = store.clock.now() + hours{1};
  receive({wish});
  EXPECT_EQ(reasons(chat), "");
  const std::string address = mail();
  const auto [letter, first] = begun("email", address, "EMAIL");
  settle(letter, first, {.certainty = domain::Certainty::NotSent, .error_class = "invalid_recipient"});
  auto other = scoped("k2", Wish::OptIn, address, "EMAIL");
  other.consent->address.kind = "email";
  receive({other});
  EXPECT_EQ(reasons(address), "hard_bounce/EMAIL") << "wanting mail does not make a mailbox";
}

TEST_P(Suppressions, AComplaintIsNotLiftedByAnOptIn) {
  const std::string number = fresh_number();
  auto complaint = scoped("k1", Wish::OptOut, number, "SMS");
  complaint.consent->reason = "complaint";
  receive({complaint});
  receive({scoped("k2", Wish::OptIn, number, "SMS")});
  EXPECT_EQ(reasons(number), "complaint/SMS");
}

/// Numbers by which a provider knows whoever has another one.
class OtherNumbers : public Suppressions {
 protected:
  /// A message to `number`, about which the provider tells that it knows it as `other`.
  domain::Message tell(const std::string& number, const std::string& other) {
    domain::AcceptRequest request = store.request(number);
    request.message.content.contact_ref = "c1";
    const domain::Message message = accept(request).message;
    settle_known_as(message, intend(message), other);
    return message;
  }
  const std::string number_ = fresh_number();
  const std::string other_ = fresh_number();
};

TEST_P(OtherNumbers, AStopFromOneStopsWhatIsWrittenToTheOtherUntilAStart) {
  tell(number_, other_);
  auto stop = text_from("k1", other_, "Stop");
  stop.inbound->wish = scoped("k1", Wish::OptOut, other_, "SMS").consent;
  receive({stop});
  EXPECT_EQ(may_send("phone", number_, "SMS"), Verdict::Suppressed);
  EXPECT_EQ(may_send("phone", other_, "SMS"), Verdict::Suppressed);
  EXPECT_EQ(may_send("phone", number_, "VOICE"), Verdict::Go) << "of its channel type alone";
  receive({scoped("k2", Wish::OptIn, other_, "SMS")});
  EXPECT_EQ(may_send("phone", number_, "SMS"), Verdict::Go);
  EXPECT_EQ(may_send("phone", other_, "SMS"), Verdict::Go);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(OtherNumbers, TheRejectionNamesTheSuppressionAndItsEvidence) {
  tell(number_, other_);
  receive({consent("k1", Wish::OptOut, other_)});
  const domain::Message message = accept(store.request(number_)).message;
  EXPECT_EQ(ask(message, domain::AttemptId{store.uuid()}).kind, Verdict::Suppressed);
  const std::string one =
      store.look("select id from suppression where normalised = ? and tenant_id = ?", {other_, store.tenant});
  EXPECT_EQ(view(message.id).timeline.back().event.data_json,
            R"({"reason":"suppressed","suppression":")" + one + "\"}");
}

TEST_P(OtherNumbers, AStopThatCameBeforeTheyWereToldCountsFromThenOn) {
  receive({consent("k1", Wish::OptOut, other_)});
  tell(number_, other_);
  EXPECT_EQ(may_send("phone", number_, "SMS"), Verdict::Suppressed);
}

TEST_P(OtherNumbers, AStopCountsAlsoWhereTheOtherIsAnotherContactsOrTheyChange) {
  receive({text_from("k1", other_)});
  tell(number_, fresh_number());
  tell(number_, other_);
  receive({consent("k2", Wish::OptOut, other_)});
  EXPECT_EQ(may_send("phone", number_, "SMS"), Verdict::Suppressed);
}

TEST_P(OtherNumbers, AStopInTheBatchOfTheIntentCounts) {
  tell(number_, other_);
  const domain::Message waiting = accept(store.request(number_)).message;
  Answer<domain::WebhookApplied> received;
  Answer<domain::IntentVerdict> intended;
  store.ledger.receive(webhook({consent("k1", Wish::OptOut, other_)}), received.completion());
  store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                       .message = waiting.id,
                       .tenant = waiting.tenant,
                       .channel = waiting.channel,
                       .address = {"phone", number_}},
                      intended.completion());
  store.writer.step();
  ASSERT_TRUE(intended.ok()) << intended.reason();
  EXPECT_EQ((*intended.result)->kind, Verdict::Suppressed);
}

TEST_P(OtherNumbers, OfOneContactAreIndependentWhereNoProviderTold) {
  for (const std::string& number : {number_, other_}) {
    domain::AcceptRequest request = store.request(number);
    request.message.content.contact_ref = "c1";
    accept(request);
  }
  receive({consent("k1", Wish::OptOut, other_)});
  EXPECT_EQ(may_send("phone", number_, "SMS"), Verdict::Go);
}

TEST_P(OtherNumbers, OfAnotherTenantAreNotKnown) {
  tell(number_, other_);
  store.seed();
  accept(store.request(number_));
  receive({consent("k1", Wish::OptOut, other_)});
  EXPECT_EQ(may_send("phone", number_, "SMS"), Verdict::Go);
}

/// Suppressions through the API's port.
class SuppressionBook : public Suppressions {
 protected:
  domain::SuppressionAdded add(const std::string& number, const std::string& type = {},
                               const std::string& reason = "manual") {
    at += milliseconds{1};
    const domain::Suppression one{.id = make_uuid(at, store.random),
                                  .tenant = store.tenant,
                                  .address = {"phone", number},
                                  .channel_type = type,
                                  .reason = reason,
                                  .source = "test"};
    const auto added =
        store.commit<domain::SuppressionAdded>([&](auto done) { book.add(one, {.actor = "test"}, done); });
    EXPECT_TRUE(added) << added.error().reason;
    return added ? *added : domain::SuppressionAdded{};
  }
  std::string lift(const std::string& id) {
    const auto done =
        store.commit<Done>([&](auto told) { book.lift(store.tenant, id, {.actor = "test"}, told); });
    return done ? "success" : done.error().reason;
  }
  std::vector<std::string> listed(const domain::SuppressionFilter& filter, int limit = 50) {
    std::vector<std::string> out;
    std::string cursor;
    do {
      const auto page = book.list(store.tenant, filter, cursor, limit);
      EXPECT_TRUE(page) << page.error().reason;
      if (!page) return out;
      for (const domain::Suppression& one : page->items) out.push_back(one.id);
      cursor = page->next_cursor;
    } while (!cursor.empty());
    return out;
  }
  storage::StoredSuppressions book{store.writer, store.pool};
  /// Each is a millisecond younger than the one before: within one, ids have no order.
  Instant at = store.clock.now();
};

TEST_P(SuppressionBook, AddsOnceAndLiftsForGood) {
  const std::string number = fresh_number();
  const auto first = add(number, "SMS");
  EXPECT_FALSE(first.existed);
  const auto again = add(number, "SMS");
  EXPECT_TRUE(again.existed);
  EXPECT_EQ(again.suppression.id, first.suppression.id);
  EXPECT_FALSE(add(number, "VOICE").existed) << "another type is another suppression";
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Suppressed);
  EXPECT_EQ(lift(first.suppression.id), "success");
  EXPECT_EQ(lift(first.suppression.id), "success");
  EXPECT_EQ(may_send("phone", number, "SMS"), Verdict::Go);
  EXPECT_TRUE(book.find(store.tenant, first.suppression.id)->lifted_at.has_value());
  EXPECT_FALSE(add(number, "SMS").existed) << "what was lifted stands no more";
  EXPECT_EQ(store.count("select count(*) from journal where tenant_id = ? and subject_id = ?",
                        {store.tenant, first.suppression.id}),
            2);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(SuppressionBook, ListsTheNewestFirstNarrowedByEachFilter) {
  const std::string number = fresh_number(), other = fresh_number();
  const std::string a = add(number, "SMS").suppression.id;
  const std::string b = add(number).suppression.id;
  const std::string c = add(other, "SMS", "complaint").suppression.id;
  lift(b);
  using Ids = std::vector<std::string>;
  EXPECT_EQ(listed({}), (Ids{c, b, a}));
  EXPECT_EQ(listed({}, 1), (Ids{c, b, a}));
  EXPECT_EQ(listed({.kind = "phone", .address = number}), (Ids{b, a}));
  EXPECT_EQ(listed({.address = other}), Ids{c});
  EXPECT_EQ(listed({.channel_type = "SMS"}), (Ids{c, a}));
  EXPECT_EQ(listed({.reason = "complaint"}), Ids{c});
  EXPECT_EQ(listed({.active = true}), (Ids{c, a}));
  EXPECT_EQ(listed({.active = false}), Ids{b});
  EXPECT_EQ(listed({.kind = "email"}), Ids{});
}

TEST_P(SuppressionBook, IsATenantsOwn) {
  const std::string id = add(fresh_number()).suppression.id;
  store.seed();
  EXPECT_EQ(lift(id), "unknown_suppression");
  EXPECT_FALSE(book.find(store.tenant, id));
  EXPECT_TRUE(listed({}).empty());
}

TEST_P(SuppressionBook, WalksAnIndex) {
  for (int i = 0; i < 200; ++i)
    store.aside().execute(
        "insert into suppression (id, tenant_id, kind, normalised, created_at) values (?,?,'phone',?,?)",
        storage::Row{store.uuid(), store.tenant, fresh_number(), store.clock.now()});
  const bool sqlite = GetParam() == storage::Dialect::Sqlite;
  if (!sqlite) store.aside().query("analyze table suppression", 4);
  const auto plan = [&](const domain::SuppressionFilter& filter) {
    const auto query = storage::suppression_query(store.tenant, filter, {});
    std::string text;
    for (const storage::Row& row : store.aside().query(
             (sqlite ? "explain query plan " : "explain ") + query.sql + "50", sqlite ? 4 : 10, query.cells))
      for (const storage::Cell& cell : row) text += cell.text + " ";
    return text;
  };
  EXPECT_NE(plan({}).find("ix_suppression_created"), std::string::npos) << plan({});
  const std::string narrow = plan({.kind = "phone", .address = "+15005551001"});
  EXPECT_NE(narrow.find("ix_suppression_place"), std::string::npos) << narrow;
}

INSTANTIATE_TEST_SUITE_P(Storage, SuppressionBook, both_databases(), dialect_name);
INSTANTIATE_TEST_SUITE_P(Storage, OtherNumbers, both_databases(), dialect_name);
INSTANTIATE_TEST_SUITE_P(Storage, Suppressions, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

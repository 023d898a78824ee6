#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::MessageStatus;

class Receipts : public LedgerContract {
 protected:
  std::string element_status(const std::string& key) {
    return store.look("select status from webhook_element where channel_id = ? and dedupe_key = ?",
                      {store.channel, key});
  }
};

TEST_P(Receipts, AReferenceToAnotherTenantsAttemptProvesNothing) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  Store stranger{url()};
  stranger.seed();
  const auto applied = stranger.commit<domain::WebhookApplied>([&](auto done) {
    stranger.ledger.receive({.id = stranger.uuid(),
                             .tenant = stranger.tenant,
                             .channel = stranger.channel,
                             .provider = "sandbox",
                             .headers_json = "[]",
                             .body = "x",
                             .elements = {{.dedupe_key = "k",
                                           .receipt = domain::Receipt{.channel = stranger.channel,
                                                                      .attempt_ref = attempt.text,
                                                                      .state = AttemptState::Delivered},
                                           .event_json = "{}"}}},
                            done);
  });
  ASSERT_TRUE(applied) << applied.error().reason;
  EXPECT_EQ(applied->applied, 0);
  EXPECT_EQ(applied->skipped, 1);
  EXPECT_EQ(status(message), MessageStatus::Sending);
}

TEST_P(Receipts, AReferenceToAnAttemptOfAnotherChannelOfTheSameTenantProvesNothing) {
  const domain::Message message = sent("on-main");
  const domain::ChannelId other{store.uuid()};
  ASSERT_TRUE(store.commit<domain::ChannelCreated>([&](auto done) {
    store.channels.create({.id = other,
                           .tenant = store.tenant,
                           .channel_type = "SMS",
                           .channel_name = "other",
                           .api_provider = "sandbox"},
                          std::nullopt, {.actor = "test"}, done);
  }));
  const auto attempt = view(message.id).attempts.at(0).id;
  domain::Webhook callback = webhook(
      {receipt("k", AttemptState::Failed, "", attempt.text), receipt("k2", AttemptState::Failed, "on-main")});
  callback.channel = other;
  for (auto& element : callback.elements) element.receipt->channel = other;
  const auto applied = receive(callback);
  EXPECT_EQ(applied.applied, 0);
  EXPECT_EQ(applied.skipped, 1);
  EXPECT_EQ(applied.parked, 1);
  EXPECT_EQ(status(message), MessageStatus::Sent);
}

TEST_P(Receipts, ALateReceiptWinsOverAFailureThatOnlyTheDispatcherConcluded) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  EXPECT_EQ(settle(message, attempt,
                   {.certainty = Certainty::NotSent, .error_class = "transient", .error_code = "503"}),
            MessageStatus::Failed);
  EXPECT_EQ(receive({receipt("k1", AttemptState::Sent, "late", attempt.text)}).applied, 1);
  EXPECT_EQ(status(message), MessageStatus::Sent);
  EXPECT_EQ(receive({receipt("k2", AttemptState::Delivered, "late")}).applied, 1);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Delivered);
  EXPECT_EQ(seen.message.error_code, "");
  EXPECT_FALSE(seen.message.failed_at) << "it did not fail after all";
}

TEST_P(Receipts, ALateDeliveryWinsOverAFailureThatTheProviderReported) {
  const domain::Message message = sent("p-late");
  receive({receipt("k1", AttemptState::Failed, "p-late")});
  EXPECT_EQ(status(message), MessageStatus::Failed);
  receive({receipt("k2", AttemptState::Delivered, "p-late")});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
}

TEST_P(Receipts, TheDeliveryOfASupersededAttemptCountsForTheMessage) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId first = intend(message);
  settle(message, first, {.certainty = Certainty::NotSent, .next = domain::Next::Retry}, store.clock.now());
  settle(message, intend(message), {.certainty = Certainty::Accepted, .provider_id = "second"});
  receive({receipt("k1", AttemptState::Delivered, "first", first.text)});
  EXPECT_EQ(status(message), MessageStatus::Delivered);
}

TEST_P(Receipts, TheFailureOfASupersededAttemptLeavesTheMessageToTheNewerOne) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId first = intend(message);
  settle(message, first, {.certainty = Certainty::NotSent, .next = domain::Next::Retry}, store.clock.now());
  settle(message, intend(message), {.certainty = Certainty::Accepted, .provider_id = "second"});
  receive({receipt("k1", AttemptState::Failed, "first", first.text)});
  EXPECT_EQ(status(message), MessageStatus::Sent) << "design D4: a superseded attempt counts as at most SENT";
  EXPECT_EQ(view(message.id).attempts.at(0).state, AttemptState::Failed);
}

TEST_P(Receipts, SeveralParkedReceiptsAreMatchedInOneGo) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  EXPECT_EQ(receive({receipt("k1", AttemptState::Sent, "early"), receipt("k2", AttemptState::Read, "early")})
                .parked,
            2);
  EXPECT_EQ(receive({receipt("k3", AttemptState::Delivered, "early")}).parked, 1);
  EXPECT_EQ(element_status("k1"), "PENDING");
  EXPECT_EQ(settle(message, attempt, {.certainty = Certainty::Accepted, .provider_id = "early"}),
            MessageStatus::Read);
  EXPECT_EQ(store.count("select count(*) from parked_receipt where tenant_id = ?", {store.tenant}), 0);
}

TEST_P(Receipts, AReceiptThatBringsReferenceAndIdMatchesWhatWasParkedUnderThatId) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  settle(message, attempt, {.certainty = Certainty::Unknown, .error_code = "timeout"});
  EXPECT_EQ(receive({receipt("k1", AttemptState::Delivered, "mine")}).parked, 1);
  EXPECT_EQ(receive({receipt("k2", AttemptState::Sent, "mine", attempt.text)}).applied, 1);
  EXPECT_EQ(status(message), MessageStatus::Delivered);
}

TEST_P(Receipts, AReceiptForNobodyWaitsWithoutDisturbingTheOthersOfItsWebhook) {
  const domain::Message message = sent("known");
  const auto applied = receive({receipt("k1", AttemptState::Delivered, "unknown"),
                                receipt("k2", AttemptState::Delivered, "known"),
                                {.dedupe_key = "k3", .event_json = "{}", .skipped = "kept for later"}});
  EXPECT_EQ(applied.parked, 1);
  EXPECT_EQ(applied.applied, 1);
  EXPECT_EQ(applied.skipped, 1);
  EXPECT_EQ(status(message), MessageStatus::Delivered);
  EXPECT_EQ(element_status("k2"), "PROCESSED");
  EXPECT_EQ(element_status("k3"), "SKIPPED");
}

TEST_P(Receipts, ARepeatIsCountedInItsWebhookAndOncePerChannel) {
  sent("again");
  const domain::Webhook first =
      webhook({receipt("k", AttemptState::Delivered, "again"), receipt("k", AttemptState::Read, "again")});
  EXPECT_EQ(receive(first).duplicates, 1);
  const domain::Webhook second = webhook({receipt("k", AttemptState::Delivered, "again")});
  EXPECT_EQ(receive(second).duplicates, 1);
  for (const auto& callback : {first, second})
    EXPECT_EQ(store.count("select duplicates from communication_webhook_log where id = ?", {callback.id}), 1);
  EXPECT_EQ(store.count("select count(*) from webhook_element where channel_id = ?", {store.channel}), 1);
}

TEST_P(Receipts, WhatFollowsASealThatIsKnownIsARepeatWhateverItsKey) {
  sent("sealed");
  const auto seal = [](const std::string& key) {
    return domain::WebhookElement{.dedupe_key = key,
                                  .event_json = "{}",
                                  .skipped = "a seal",
                                  .role = domain::WebhookElement::Role::Seal};
  };
  EXPECT_EQ(receive({receipt("k0", AttemptState::Sent, "sealed"), seal("token"),
                     receipt("k1", AttemptState::Delivered, "sealed")})
                .duplicates,
            0);
  const auto again = receive({receipt("k2", AttemptState::Delivered, "sealed"), seal("token"),
                              receipt("k3", AttemptState::Read, "sealed")});
  EXPECT_EQ(again.duplicates, 2);
  EXPECT_EQ(element_status("k2"), "PROCESSED");
  EXPECT_EQ(element_status("k3"), "");
  EXPECT_EQ(receive({seal("other"), receipt("k3", AttemptState::Read, "sealed")}).duplicates, 0);
}

TEST_P(Receipts, KeysThatDifferOnlyInCaseAreDifferent) {
  sent("case");
  const auto applied =
      receive({receipt("Key", AttemptState::Sent, "case"), receipt("key", AttemptState::Delivered, "case"),
               receipt("kéy", AttemptState::Read, "case")});
  EXPECT_EQ(applied.applied, 3);
  EXPECT_EQ(applied.duplicates, 0);
}

TEST_P(Receipts, AWebhookBodyIsKeptByteForByte) {
  std::string body = "head";
  for (int c = 0; c < 256; ++c) body.push_back(static_cast<char>(c));
  body += "\xff\xfe\xc3\x28 'quote' \"double\" \\ back :v0 ? %s \xed\xa0\x80 tail";
  std::string hex;
  for (const char c : body) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    hex.push_back(kDigits[static_cast<unsigned char>(c) >> 4U]);
    hex.push_back(kDigits[static_cast<unsigned char>(c) & 15U]);
  }
  domain::Webhook callback = webhook({});
  callback.body = body;
  receive(callback);
  EXPECT_EQ(store.look("select hex(body) from communication_webhook_log where id = ?", {callback.id}), hex);
  EXPECT_EQ(store.count("select length(body) from communication_webhook_log where id = ?", {callback.id}),
            static_cast<std::int64_t>(body.size()));
}

TEST_P(Receipts, AnEmptyAndALargeBodyAreKept) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{3} << 20U}) {
    domain::Webhook callback = webhook({});
    callback.body.assign(size, '\0');
    receive(callback);
    EXPECT_EQ(store.count("select length(body) from communication_webhook_log where id = ?", {callback.id}),
              static_cast<std::int64_t>(size));
  }
}

TEST_P(Receipts, TextWithQuotesPlaceholdersAndFourByteCharactersSurvives) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.message.content.body = "it's \"quoted\" \\ :v0 ? %s \xF0\x9F\x98\x80 \u00e9\nnext";
  const domain::Message message = accept(request).message;
  EXPECT_EQ(view(message.id).message.content.body, request.message.content.body);
}

INSTANTIATE_TEST_SUITE_P(Storage, Receipts, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

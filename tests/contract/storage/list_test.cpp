#include <set>
#include <tuple>

#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::MessageFilter;

class MessageList : public LedgerContract {
 protected:
  std::vector<std::string> fill(int count) {
    std::vector<Answer<domain::Accepted>> answers(static_cast<std::size_t>(count));
    for (auto& answer : answers) store.ledger.accept(store.request(fresh_number()), answer.completion());
    store.writer.step();
    std::vector<std::string> ids;
    for (const auto& answer : answers) ids.push_back((*answer.result)->message.id.text);
    return ids;
  }
  domain::Page<domain::Message> page(const MessageFilter& filter, const std::string& cursor, int limit) {
    auto found = store.messages.list(store.tenant, filter, cursor, limit);
    EXPECT_TRUE(found) << found.error().reason;
    return found ? *found : domain::Page<domain::Message>{};
  }
  std::size_t matches(const MessageFilter& filter) { return page(filter, "", 200).items.size(); }
};

TEST_P(MessageList, PagesShowEveryMessageOnceNewestFirstAlsoWhenTheyWereMadeInOneMoment) {
  const auto first = fill(25);
  const auto second = fill(25);
  std::vector<domain::Message> seen;
  std::string cursor;
  do {
    const auto next = page({}, cursor, 7);
    seen.insert(seen.end(), next.items.begin(), next.items.end());
    cursor = next.next_cursor;
  } while (!cursor.empty());
  std::set<std::string> ids;
  for (const auto& message : seen) ids.insert(message.id.text);
  EXPECT_EQ(seen.size(), 50U);
  EXPECT_EQ(ids.size(), 50U);
  for (std::size_t i = 1; i < seen.size(); ++i)
    EXPECT_GT(std::tie(seen[i - 1].created_at, seen[i - 1].id), std::tie(seen[i].created_at, seen[i].id));
}

TEST_P(MessageList, WhatIsInsertedWhileSomebodyPagesNeitherRepeatsNorHidesARow) {
  const auto old = fill(30);
  std::set<std::string> ids;
  std::size_t shown = 0;
  std::string cursor;
  do {
    const auto next = page({}, cursor, 4);
    for (const auto& message : next.items) ids.insert(message.id.text);
    shown += next.items.size();
    cursor = next.next_cursor;
    fill(3);
  } while (!cursor.empty());
  EXPECT_EQ(ids.size(), shown) << "nothing came twice";
  for (const auto& id : old) EXPECT_TRUE(ids.contains(id));
}

TEST_P(MessageList, APageHasACursorExactlyWhenThereIsMore) {
  EXPECT_TRUE(page({}, "", 10).next_cursor.empty());
  fill(10);
  EXPECT_EQ(page({}, "", 10).items.size(), 10U);
  EXPECT_TRUE(page({}, "", 10).next_cursor.empty());
  const auto nine = page({}, "", 9);
  EXPECT_EQ(nine.items.size(), 9U);
  EXPECT_FALSE(nine.next_cursor.empty());
  EXPECT_EQ(page({}, nine.next_cursor, 9).items.size(), 1U);
  EXPECT_EQ(page({}, "", 1).items.size(), 1U);
  EXPECT_EQ(page({}, "", 200).items.size(), 10U);
}

TEST_P(MessageList, ALimitBelowOneIsTakenAsOne) {
  fill(2);
  EXPECT_EQ(page({}, "", 0).items.size(), 1U);
  EXPECT_EQ(page({}, "", -5).items.size(), 1U);
}

TEST_P(MessageList, FiltersNarrowAloneAndTogether) {
  domain::AcceptRequest mail = store.request("ada@example.org");
  mail.message.content.channel_type = "EMAIL";
  mail.message.content.contact_ref = "crm-7";
  mail.address.kind = "email";
  accept(mail);
  domain::AcceptRequest text = store.request(fresh_number());
  text.message.content.contact_ref = "crm-7";
  text.message.content.reference = "order-9";
  accept(text);
  sent("p1");
  EXPECT_EQ(matches({}), 3U);
  EXPECT_EQ(matches({.channel_type = "EMAIL"}), 1U);
  EXPECT_EQ(matches({.channel_type = "SMS"}), 2U);
  EXPECT_EQ(matches({.status = "SENT"}), 1U);
  EXPECT_EQ(matches({.status = "QUEUED"}), 2U);
  EXPECT_EQ(matches({.contact_ref = "crm-7"}), 2U);
  EXPECT_EQ(matches({.channel_type = "SMS", .contact_ref = "crm-7"}), 1U);
  EXPECT_EQ(matches({.reference = "order-9"}), 1U);
  EXPECT_EQ(matches({.reference = "ORDER-9"}), 0U);
  EXPECT_EQ(matches({.status = "READ"}), 0U);
}

TEST_P(MessageList, EveryFilterNarrowsByItselfAndTogetherWithAllOthers) {
  domain::AcceptRequest request = store.request(fresh_number());
  request.message.content.contact_ref = "crm-8";
  request.message.content.lead_ref = "lead-8";
  request.message.content.reference = "order-8";
  const domain::Message one = accept(request).message;
  const domain::Message other = accept(store.request(fresh_number())).message;
  EXPECT_EQ(matches({.channel = store.channel.text}), 2U);
  EXPECT_EQ(matches({.channel = store.uuid()}), 0U);
  EXPECT_EQ(matches({.direction = "OUTBOUND"}), 2U);
  EXPECT_EQ(matches({.direction = "INBOUND"}), 0U);
  EXPECT_EQ(matches({.lead_ref = "lead-8"}), 1U);
  EXPECT_EQ(matches({.conversation = one.conversation.text}), 1U);
  EXPECT_EQ(matches({.conversation = other.conversation.text}), 1U);
  MessageFilter all{.channel_type = "SMS",
                    .status = "QUEUED",
                    .contact_ref = "crm-8",
                    .reference = "order-8",
                    .channel = store.channel.text,
                    .direction = "OUTBOUND",
                    .lead_ref = "lead-8",
                    .conversation = one.conversation.text,
                    .created_from = one.created_at,
                    .created_to = one.created_at + std::chrono::milliseconds{1}};
  EXPECT_EQ(matches(all), 1U);
  all.conversation = other.conversation.text;
  EXPECT_EQ(matches(all), 0U);
}

TEST_P(MessageList, TheCreatedRangeHoldsItsBeginningAndNotItsEnd) {
  const Instant at = accept(store.request(fresh_number())).message.created_at;
  const std::chrono::milliseconds moment{1};
  EXPECT_EQ(matches({.created_from = at}), 1U);
  EXPECT_EQ(matches({.created_from = at + moment}), 0U);
  EXPECT_EQ(matches({.created_to = at}), 0U);
  EXPECT_EQ(matches({.created_to = at + moment}), 1U);
}

TEST_P(MessageList, AFilteredListPagesLikeTheWholeOne) {
  fill(10);
  std::set<std::string> ids;
  std::size_t shown = 0;
  std::string cursor;
  do {
    const auto next = page({.status = "QUEUED", .channel = store.channel.text}, cursor, 3);
    for (const auto& message : next.items) ids.insert(message.id.text);
    shown += next.items.size();
    cursor = next.next_cursor;
  } while (!cursor.empty());
  EXPECT_EQ(shown, 10U);
  EXPECT_EQ(ids.size(), 10U);
}

TEST_P(MessageList, ATenantSeesOnlyItsOwn) {
  const domain::Message mine = accept(store.request(fresh_number())).message;
  const domain::TenantId before = store.tenant;
  store.seed();
  EXPECT_EQ(matches({}), 0U);
  const auto found = store.messages.find(store.tenant, mine.id);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::NotFound);
  store.tenant = before;
  EXPECT_EQ(matches({}), 1U);
}

TEST_P(MessageList, AStoredMessageReadsBackAsItWasGiven) {
  domain::AcceptRequest request = store.request(fresh_number());
  domain::MessageContent& content = request.message.content;
  content.message_type = "IMAGE";
  content.from_address = "+15005550006";
  content.subject = "Subject";
  content.html = "<p>hello</p>";
  content.attachments_json = R"([{"url":"https://example.org/a.png"}])";
  content.options_json = R"({"a":1})";
  content.metadata_json = R"({"b":"c"})";
  content.message_class = "otp";
  content.reference = "r-1";
  content.contact_ref = "c-1";
  content.lead_ref = "l-1";
  content.priority = 1;
  content.schedule_for = Instant{std::chrono::milliseconds{4'102'444'800'123}};
  content.expires_at = Instant{std::chrono::milliseconds{4'102'444'900'456}};
  request.message.status = domain::MessageStatus::Scheduled;
  const domain::Message stored = accept(request).message;
  const domain::Message read = view(stored.id).message;
  EXPECT_EQ(read.status, domain::MessageStatus::Scheduled);
  EXPECT_EQ(read.shard, stored.shard);
  EXPECT_EQ(read.channel, store.channel);
  EXPECT_EQ(read.contact, stored.contact);
  EXPECT_EQ(read.conversation, stored.conversation);
  EXPECT_EQ(read.created_at, stored.created_at);
  EXPECT_EQ(read.version, 1);
  const domain::MessageContent& back = read.content;
  EXPECT_EQ(std::tie(back.channel_type, back.message_type, back.to_address, back.from_address, back.subject,
                     back.body, back.html),
            std::tie(content.channel_type, content.message_type, content.to_address, content.from_address,
                     content.subject, content.body, content.html));
  EXPECT_EQ(std::tie(back.attachments_json, back.options_json, back.metadata_json, back.message_class,
                     back.reference, back.contact_ref),
            std::tie(content.attachments_json, content.options_json, content.metadata_json,
                     content.message_class, content.reference, content.contact_ref));
  EXPECT_EQ(std::tie(back.lead_ref, back.priority, back.schedule_for, back.expires_at),
            std::tie(content.lead_ref, content.priority, content.schedule_for, content.expires_at));
}

INSTANTIATE_TEST_SUITE_P(Storage, MessageList, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

#include "plugins/providers/sendgrid/event.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "plugins/providers/sendgrid/batch.hpp"

namespace herald::sendgrid {
namespace {

using nlohmann::json;

json element(const std::string& word, const json& more = json::object()) {
  json out{{"email", "rcpt@example.net"},
           {"timestamp", 1'715'941'230},
           {"event", word},
           {"sg_event_id", "ev1"},
           {"sg_message_id", "Q1abc.recvd-66d-1-2.0"},
           {"herald_ref", "a1"}};
  out.update(more);
  return out;
}

json events_of(const json& one, Account::Sharing sharing = Account::Sharing::Ours) {
  return *batch_events(json::array({one}).dump(), sharing);
}

/// The state of the one receipt; empty when there is none.
std::string state_of(const std::string& word, const json& more = json::object()) {
  const json events = events_of(element(word, more));
  return events.empty() ? "" : events[0].value("state", "");
}

std::string class_of(const std::string& word, const json& more) {
  return events_of(element(word, more)).at(0).value("class", "");
}

TEST(Event, IdsEndBeforeTheRoutingSuffix) {
  EXPECT_EQ(message_id("Q1abcDEFghiJKLmnoPQRst.recvd-66d-1-2.0"), "Q1abcDEFghiJKLmnoPQRst");
  EXPECT_EQ(message_id("Q1abc.filterdrecv-p3mdw1-x.0"), "Q1abc");
  EXPECT_EQ(message_id("14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"), "14c5d75ce93.dfd.64b469");
  EXPECT_EQ(message_id("Q1abc.new-form.1"), "Q1abc");
  EXPECT_EQ(message_id("Q1_ab-c"), "Q1_ab-c");
  EXPECT_EQ(message_id(""), "");
}

TEST(Event, MapsEveryWordToItsState) {
  EXPECT_EQ(state_of("processed"), "SENT");
  EXPECT_EQ(state_of("deferred"), "SENT");
  EXPECT_EQ(state_of("delivered"), "DELIVERED");
  EXPECT_EQ(state_of("bounce"), "BOUNCED");
  EXPECT_EQ(state_of("bounce", {{"type", "bounce"}}), "BOUNCED");
  EXPECT_EQ(state_of("bounce", {{"type", "blocked"}}), "FAILED");
  EXPECT_EQ(state_of("bounce", {{"type", "expired"}}), "FAILED");
  EXPECT_EQ(state_of("dropped"), "FAILED");
  EXPECT_EQ(state_of("open"), "READ");
  EXPECT_EQ(state_of("open", {{"sg_machine_open", false}}), "READ");
  EXPECT_EQ(state_of("open", {{"sg_machine_open", true}}), "");
  EXPECT_EQ(state_of("click"), "READ");
  EXPECT_EQ(state_of("account_status_change"), "");
  EXPECT_EQ(state_of("a new word"), "");
}

TEST(Event, TellsWhyItFailed) {
  const json hard{
      {"type", "bounce"}, {"status", "5.1.1"}, {"reason", "550 5.1.1 <rcpt@example.net> unknown"}};
  const json event = events_of(element("bounce", hard)).at(0);
  EXPECT_EQ(event.at("class"), "invalid_recipient");
  EXPECT_EQ(event.at("code"), "5.1.1");
  EXPECT_EQ(event.at("text"), "550 5.1.1 <[address]> unknown");
  EXPECT_EQ(class_of("bounce", {{"type", "expired"}}), "transient");
  EXPECT_EQ(class_of("bounce", {{"type", "blocked"}, {"bounce_classification", "Content"}}),
            "content_rejected");
  EXPECT_EQ(class_of("bounce", {{"type", "blocked"}, {"bounce_classification", "Mailbox Unavailable"}}),
            "transient");
  EXPECT_EQ(class_of("bounce", {{"bounce_classification", "Frequency or Volume Too High"}}), "quota");
  EXPECT_EQ(class_of("dropped", {{"reason", "Recipient List over Package Quota"}}), "config");
}

TEST(Event, CarriesIdsTimeAndKey) {
  const json event = events_of(element("delivered")).at(0);
  EXPECT_EQ(event.at("provider_id"), "Q1abc");
  EXPECT_EQ(event.at("attempt_ref"), "a1");
  EXPECT_EQ(event.at("dedupe_key"), "ev1");
  EXPECT_EQ(event.at("detail"), "delivered");
  EXPECT_EQ(event.at("occurred_at_ms"), 1'715'941'230'000);
}

TEST(Event, MakesDoWithoutMessageId) {
  json late = element("bounce");
  late.erase("sg_message_id");
  late.erase("sg_event_id");
  const json event = events_of(late).at(0);
  EXPECT_FALSE(event.contains("provider_id"));
  EXPECT_EQ(event.at("attempt_ref"), "a1");
  EXPECT_EQ(event.at("dedupe_key"), "a1:bounce:1715941230");
}

TEST(Event, IgnoresTimesThatNoCalendarHas) {
  for (const json& at : {json(-1), json(0), json(253'402'300'800), json("soon"), json(1.5), json(UINT64_MAX)})
    EXPECT_FALSE(events_of(element("delivered", {{"timestamp", at}})).at(0).contains("occurred_at_ms")) << at;
}

TEST(Event, OfAForeignMessageIsNoReceiptOnASharedAccount) {
  json foreign = element("delivered");
  foreign.erase("herald_ref");
  EXPECT_EQ(events_of(foreign).size(), 1U);
  EXPECT_TRUE(events_of(foreign, Account::Sharing::Shared).empty());
  EXPECT_EQ(events_of(element("delivered"), Account::Sharing::Shared).size(), 1U);
}

TEST(Event, OfACopySaysNothingAboutTheAddressee) {
  EXPECT_EQ(state_of("bounce", {{"herald_to", "other@example.net"}}), "");
  EXPECT_EQ(state_of("bounce", {{"herald_to", "RCPT@example.net"}}), "BOUNCED");
}

TEST(Event, TellsOfOptOuts) {
  for (const char* word : {"spamreport", "unsubscribe", "group_unsubscribe"}) {
    const json events = events_of(element(word, {{"asm_group_id", 7}}));
    ASSERT_EQ(events.size(), 1U) << word;
    EXPECT_EQ(events[0].at("kind"), "opt_out");
    EXPECT_EQ(events[0].at("address"), "rcpt@example.net");
    EXPECT_EQ(events[0].at("text"), std::string{word} + " 7");
    EXPECT_EQ(events[0].at("dedupe_key"), "ev1:opt_out");
    EXPECT_FALSE(events[0].contains("reason") && word != std::string_view{"spamreport"}) << word;
  }
  EXPECT_EQ(events_of(element("spamreport")).at(0).at("reason"), "complaint");
  EXPECT_EQ(events_of(element("group_resubscribe")).at(0).at("kind"), "opt_in");
}

TEST(Event, TellsOfTheOptOutBehindADrop) {
  const json events = events_of(element("dropped", {{"reason", "Spam Reporting Address"}}));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].at("class"), "blocked");
  EXPECT_EQ(events[1].at("kind"), "opt_out");
  EXPECT_EQ(events[1].at("reason"), "complaint");
  const json left = events_of(element("dropped", {{"reason", "Unsubscribed Address"}}));
  ASSERT_EQ(left.size(), 2U);
  EXPECT_FALSE(left[1].contains("reason"));
  EXPECT_EQ(events_of(element("dropped", {{"reason", "Invalid"}})).size(), 1U);
}

TEST(Event, TakesNoOptOutFromAnotherSystemsMessage) {
  json foreign = element("unsubscribe");
  foreign.erase("herald_ref");
  EXPECT_TRUE(events_of(foreign).empty());
}

TEST(Event, CutsKeysAndIdsToWhatTheHostTakes) {
  const std::string endless(400, 'x');
  const json events = events_of(element(
      "dropped", {{"sg_event_id", endless}, {"sg_message_id", endless}, {"reason", "Unsubscribed Address"}}));
  for (const json& event : events) EXPECT_LE(event.at("dedupe_key").get<std::string>().size(), 190U);
  EXPECT_FALSE(events.at(0).contains("provider_id"));
}

TEST(Batch, PassesOverWhatIsNoEvent) {
  const std::string body = "[17,\r\nnull,\r\n[],\r\n{},\r\n" + element("delivered").dump() +
                           ",\r\n{\"event\":7,\"herald_ref\":[]}]\r\n";
  EXPECT_EQ(batch_events(body, Account::Sharing::Ours)->size(), 1U);
}

TEST(Batch, IsAnArray) {
  for (const char* body : {"", "{}", "[", "[]x", "null"})
    EXPECT_FALSE(batch_events(body, Account::Sharing::Ours).has_value()) << body;
  EXPECT_EQ(batch_events("[]\r\n", Account::Sharing::Ours)->size(), 0U);
}

}  // namespace
}  // namespace herald::sendgrid

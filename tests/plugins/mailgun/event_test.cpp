#include <gtest/gtest.h>

#include "plugins/providers/mailgun/error_table.hpp"
#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

using nlohmann::json;

json events(const std::string& word, const json& more = json::object()) {
  return events_of(event_data(word, more), account());
}

/// The state of the one receipt; empty when there is none.
std::string state_of(const std::string& word, const json& more = json::object()) {
  const json all = events(word, more);
  return all.empty() ? "" : all[0].value("state", "");
}

json bounced(const std::string& reason, const json& status) {
  return events("failed", {{"severity", "permanent"}, {"reason", reason}, {"delivery-status", status}});
}

TEST(Event, MapsEveryWordToItsState) {
  EXPECT_EQ(state_of("accepted"), "SENT");
  EXPECT_EQ(state_of("rejected"), "FAILED");
  EXPECT_EQ(state_of("delivered"), "DELIVERED");
  EXPECT_EQ(state_of("failed", {{"severity", "temporary"}}), "SENT");
  EXPECT_EQ(state_of("failed", {{"severity", "permanent"}}), "BOUNCED");
  EXPECT_EQ(state_of("opened"), "READ");
  EXPECT_EQ(state_of("clicked"), "READ");
  for (const char* word : {"stored", "list_uploaded", "list_member_uploaded", "a new word", ""})
    EXPECT_TRUE(events(word).empty()) << word;
}

TEST(Event, IgnoresWhatMachinesOpen) {
  for (const json& client :
       {json{{"bot", "gmail"}}, json{{"client-type", "bot"}}, json{{"client-type", "Proxy"}}})
    for (const char* word : {"opened", "clicked"})
      EXPECT_EQ(state_of(word, {{"client-info", client}}), "") << client;
  EXPECT_EQ(state_of("opened", {{"client-info", {{"client-type", "browser"}, {"bot", ""}}}}), "READ");
  EXPECT_EQ(state_of("opened", {{"client-info", nullptr}}), "READ");
}

TEST(Event, GivesEveryReasonOfTheTableItsClass) {
  const std::vector<std::tuple<const char*, int, const char*>> meanings{
      {"suppress-bounce", 605, "invalid_recipient"},
      {"suppress-unsubscribe", 606, "blocked"},
      {"suppress-complaint", 607, "blocked"},
      {"old", 0, "transient"},
      {"espblock", 0, "content_rejected"}};
  ASSERT_EQ(reason_rows().size(), meanings.size());
  for (const auto& [reason, code, error_class] : meanings) {
    EXPECT_EQ(bounced(reason, json::object()).at(0).at("class"), error_class) << reason;
    if (code != 0) {
      EXPECT_EQ(bounced("", {{"code", code}}).at(0).at("class"), error_class) << code;
    }
  }
  EXPECT_EQ(bounced("old", json::object()).at(0).at("state"), "EXPIRED");
  EXPECT_EQ(bounced("generic", json::object()).at(0).at("class"), "content_rejected");
}

TEST(Event, BlamesTheAddressByTheEnhancedCode) {
  const json hard = bounced("bounce", {{"code", 550}, {"message", "5.1.1 <rcpt@example.net> unknown"}}).at(0);
  EXPECT_EQ(hard.at("class"), "invalid_recipient");
  EXPECT_EQ(hard.at("code"), "5.1.1");
  EXPECT_EQ(hard.at("text"), "5.1.1 <[address]> unknown");
  EXPECT_EQ(hard.at("detail"), "failed:bounce");
  EXPECT_NE(bounced("bounce", {{"code", 550}, {"message", "host 85.1.2.3 refused"}}).at(0).at("class"),
            "invalid_recipient")
      << "an address is no code";
  EXPECT_EQ(bounced("bounce", {{"code", 550}, {"enhanced-code", "5.1.10"}}).at(0).at("class"),
            "invalid_recipient");
  EXPECT_EQ(
      bounced("bounce", {{"code", 550}, {"enhanced-code", "5.7.1"}, {"message", "5.1.1"}}).at(0).at("class"),
      "content_rejected");
  EXPECT_EQ(bounced("bounce", {{"code", 552}}).at(0).at("code"), "552");
  EXPECT_EQ(bounced("bounce", nullptr).at(0).at("code"), "failed");
}

TEST(Event, CarriesIdsAndTheTime) {
  const json event = events("delivered").at(0);
  EXPECT_EQ(event.at("provider_id"), "m1@mg");
  EXPECT_EQ(event.at("attempt_ref"), "a1");
  EXPECT_EQ(event.at("occurred_at_ms"), 1'715'942'000'250);
  EXPECT_EQ(event.at("dedupe_key").get<std::string>().size(), 64U);
}

TEST(Event, HasTheKeyOfTheSameFactAndNoOthers) {
  const auto key = [](const std::string& word, const json& more) {
    return events(word, more).at(0).at("dedupe_key").get<std::string>();
  };
  EXPECT_EQ(key("opened", json::object()), key("opened", {{"geolocation", {{"city", "Rome"}}}}));
  EXPECT_NE(key("opened", json::object()), key("clicked", json::object()));
  EXPECT_NE(key("opened", json::object()), key("opened", {{"timestamp", 1'715'942'000.5}}));
  EXPECT_NE(key("opened", json::object()), key("opened", {{"recipient", "other@example.net"}}));
}

TEST(Event, IgnoresTimesThatNoCalendarHas) {
  for (const json& at : {json(-1), json(0), json(253'402'300'800), json("soon"), json(1e300), json(nullptr)})
    EXPECT_FALSE(events("delivered", {{"timestamp", at}}).at(0).contains("occurred_at_ms")) << at;
}

TEST(Event, TakesTheRecipientFromTheHeadersWhereItIsMissing) {
  const json out = events("complained", {{"recipient", nullptr}});
  EXPECT_EQ(out.at(0).at("address"), "rcpt@example.net");
}

TEST(Event, TellsOfOptOutsAndTheirReasons) {
  for (const char* word : {"unsubscribed", "complained"}) {
    const json out = events(word, {{"delivery-status", nullptr}, {"message", nullptr}});
    ASSERT_EQ(out.size(), 1U) << word;
    EXPECT_EQ(out[0].at("kind"), "opt_out");
    EXPECT_EQ(out[0].at("address"), "rcpt@example.net");
    EXPECT_EQ(out[0].at("text"), word);
    EXPECT_EQ(out[0].value("reason", ""), std::string_view{word} == "complained" ? "complaint" : "");
  }
  const json suppressed = bounced("suppress-unsubscribe", {{"code", 606}});
  ASSERT_EQ(suppressed.size(), 2U);
  EXPECT_EQ(suppressed[0].at("state"), "BOUNCED");
  EXPECT_EQ(suppressed[1].at("kind"), "opt_out");
  EXPECT_FALSE(suppressed[1].contains("reason"));
  EXPECT_EQ(bounced("suppress-complaint", {{"code", 607}}).at(1).at("reason"), "complaint");
  EXPECT_EQ(bounced("", {{"code", 607}}).at(1).at("reason"), "complaint");
  EXPECT_EQ(bounced("suppress-bounce", {{"code", 605}}).size(), 1U);
}

TEST(Event, KnowsAComplaintByTheRowOfItsReasonOrCode) {
  EXPECT_EQ(bounce_failure({"suppress-complaint", 0, {}}), Failure::Complaint);
  EXPECT_EQ(bounce_failure({"", 607, {}}), Failure::Complaint);
  EXPECT_EQ(bounce_failure({"suppress-unsubscribe", 606, {}}), Failure::OptOut);
  EXPECT_EQ(error_class(Failure::Complaint), error_class(Failure::OptOut));
}

TEST(Event, OfACopySaysNothingAboutTheAddressee) {
  EXPECT_EQ(state_of("failed", {{"user-variables", {{"herald_ref", "a1"}, {"herald_to", "x@example.net"}}}}),
            "");
  EXPECT_EQ(
      state_of("failed", {{"user-variables", {{"herald_ref", "a1"}, {"herald_to", "RCPT@example.net"}}}}),
      "BOUNCED");
}

TEST(Event, OfAForeignMessageSaysNothingOnASharedDomain) {
  json shared = account();
  shared["config"]["shared_account"] = true;
  const json foreign{{"user-variables", json::object()}};
  EXPECT_EQ(events_of(event_data("delivered", foreign), account()).size(), 1U);
  EXPECT_TRUE(events_of(event_data("delivered", foreign), shared).empty());
  EXPECT_TRUE(events_of(event_data("unsubscribed", foreign), shared).empty());
  EXPECT_EQ(events_of(event_data("delivered"), shared).size(), 1U);
}

TEST(Event, SurvivesMembersOfOtherKinds) {
  for (const char* member : {"event", "id", "timestamp", "recipient", "message", "delivery-status",
                             "severity", "reason", "user-variables", "client-info"})
    for (const json& value : {json(nullptr), json(1), json("x"), json::array(), json::object()}) {
      const json out = events("failed", {{member, value}});
      for (const json& event : out) EXPECT_TRUE(event.contains("dedupe_key")) << member << value;
    }
}

}  // namespace
}  // namespace herald::mailgun::testing

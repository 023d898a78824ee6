#include "host/api/explain.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace herald::api {
namespace {

using domain::MessageStatus;
using Json = nlohmann::json;

const Instant kAt{std::chrono::milliseconds{1'732'357'000'000}};

class Explain : public testing::Test {
 protected:
  Explain() {
    view.message.id = domain::MessageId{"m1"};
    view.message.channel = domain::ChannelId{"c1"};
    view.message.content.channel_type = "SMS";
    tell("message.accepted", R"({"channel":"c1","channel_type":"SMS","route":"type"})");
  }
  void tell(const std::string& type, const std::string& data) {
    domain::JournalEntry entry;
    entry.seq = static_cast<std::int64_t>(view.timeline.size()) + 1;
    entry.event.type = type;
    entry.event.data_json = data;
    entry.event.at = kAt;
    view.timeline.push_back(std::move(entry));
  }
  [[nodiscard]] Json explained(bool held = false) const {
    return Json::parse(render_explanation(view, {.channel_held = held, .waiting = waiting}));
  }
  std::string waits(MessageStatus status) {
    view.message.status = status;
    const Json wait = explained().at("waits_for");
    return wait.is_null() ? "nothing" : wait.at("what").get<std::string>();
  }
  domain::MessageView view;
  std::optional<domain::Waiting> waiting;
};

TEST_F(Explain, TellsWhoChoseTheChannel) {
  EXPECT_EQ(explained().at("channel").at("chosen_by"), "type");
  EXPECT_EQ(explained().at("decisions")[0].at("text"),
            "accepted for channel c1, chosen among those of type SMS");
  view.timeline[0].event.data_json = R"({"channel":"c1","channel_type":"SMS","route":"preference"})";
  EXPECT_EQ(explained().at("channel").at("chosen_by"), "preference");
  EXPECT_EQ(explained().at("decisions")[0].at("text"),
            "accepted for channel c1, chosen among those of type SMS, which the contact prefers");
  view.timeline[0].event.data_json = R"({"channel":"c1"})";
  EXPECT_EQ(explained().at("channel").at("chosen_by"), "caller");
}

TEST_F(Explain, TellsWhichBucketHoldsAMessageAndUntilWhen) {
  using What = domain::Waiting::What;
  const std::pair<What, const char*> buckets[] = {{What::OtherNode, "other_node"},
                                                  {What::Memory, "memory"},
                                                  {What::Due, "due"},
                                                  {What::Breaker, "channel"},
                                                  {What::Pause, "pause"},
                                                  {What::Rate, "rate"},
                                                  {What::Turn, "turn"},
                                                  {What::Concurrency, "concurrency"}};
  for (const auto& [what, name] : buckets) {
    waiting = domain::Waiting{.what = what, .until = kAt, .ahead = 7};
    EXPECT_EQ(waits(MessageStatus::Queued), name);
  }
  waiting = domain::Waiting{.what = What::Rate, .until = kAt, .ahead = 7};
  const Json rate = explained().at("waits_for");
  EXPECT_EQ(rate.at("until"), to_rfc3339(kAt));
  EXPECT_EQ(rate.at("why"), "its channel's rate; 7 of its channel go before it");
  view.message.attempts = 1;
  EXPECT_EQ(waits(MessageStatus::Queued), "rate") << "a retry whose time has come";
  waiting->what = What::Due;
  EXPECT_EQ(waits(MessageStatus::Queued), "retry");
  waiting->what = What::Memory;
  EXPECT_EQ(explained(true).at("waits_for").at("what"), "channel") << "why there is no room for it";
}

TEST_F(Explain, TellsWhatAMessageWaitsFor) {
  EXPECT_EQ(waits(MessageStatus::Scheduled), "schedule");
  EXPECT_EQ(waits(MessageStatus::Held), "policy");
  EXPECT_EQ(waits(MessageStatus::Queued), "turn");
  EXPECT_EQ(waits(MessageStatus::Sending), "provider");
  EXPECT_EQ(waits(MessageStatus::Unknown), "reconciliation");
  EXPECT_EQ(waits(MessageStatus::Sent), "receipt");
  for (const auto status :
       {MessageStatus::Delivered, MessageStatus::Read, MessageStatus::Failed, MessageStatus::Bounced,
        MessageStatus::Cancelled, MessageStatus::Expired, MessageStatus::Rejected})
    EXPECT_EQ(waits(status), "nothing") << to_text(status);
}

TEST_F(Explain, TellsWhenItIsTriedAgainAndWhy) {
  view.message.status = MessageStatus::Queued;
  view.message.attempts = 1;
  view.message.error_code = "503";
  tell(
      "message.retry_scheduled",
      R"({"attempt":"a1","number":1,"class":"transient","code":"503","retry_at":"2026-01-01T00:00:09.000Z"})");
  const Json wait = explained().at("waits_for");
  EXPECT_EQ(wait.at("what"), "retry");
  EXPECT_EQ(wait.at("until"), "2026-01-01T00:00:09.000Z");
  EXPECT_EQ(explained().at("decisions")[1].at("text"),
            "attempt 1 certainly was not sent, class transient, code 503: it is tried again at "
            "2026-01-01T00:00:09.000Z");
}

TEST_F(Explain, TellsOfAChannelThatIsHeld) {
  view.message.status = MessageStatus::Queued;
  EXPECT_EQ(explained(true).at("waits_for").at("what"), "channel");
  EXPECT_EQ(explained(true).at("channel").at("held"), true);
}

TEST_F(Explain, TellsWhereItWent) {
  tell("message.rerouted", R"({"number":1,"class":"auth","code":"20003","from":"c1","to":"c2"})");
  EXPECT_EQ(
      explained().at("decisions")[1].at("text"),
      "attempt 1 over channel c1 certainly was not sent, class auth, code 20003: it goes on over channel c2");
}

TEST_F(Explain, TellsWhatItTook) {
  tell("message.charged", R"({"attempt":"a","segments":2,"cost_micros":33300,"currency":"EUR"})");
  tell("message.charged", R"({"attempt":"a","cost_micros":12000000,"currency":"USD"})");
  tell("message.charged", R"({"attempt":"a","segments":1})");
  const Json decisions = explained().at("decisions");
  EXPECT_EQ(decisions[1].at("text"), "its provider told 2 segments, a cost of 0.0333 EUR");
  EXPECT_EQ(decisions[2].at("text"), "its provider told a cost of 12.00 USD");
  EXPECT_EQ(decisions[3].at("text"), "its provider told 1 segment");
}

TEST_F(Explain, WhatItDoesNotKnowItNames) {
  tell("message.delivered", "{}");
  tell("message.something_new", "no JSON");
  EXPECT_EQ(explained().at("decisions")[1].at("text"), "delivered");
  EXPECT_EQ(explained().at("decisions")[2].at("text"), "something_new");
}

}  // namespace
}  // namespace herald::api

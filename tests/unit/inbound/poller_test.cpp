#include "host/inbound/poller.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>

#include "tests/unit/inbound/poll_world.hpp"

namespace herald::inbound {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PollerTest : public testing::Test, protected PollWorld {};

TEST_F(PollerTest, StoresWhatCameBeforeTheCursorMoves) {
  answers("7", "k1");
  turn();
  ASSERT_EQ(ledger.webhooks.size(), 1U);
  EXPECT_EQ(ledger.webhooks[0].channel.text, "c1");
  EXPECT_EQ(ledger.webhooks[0].elements.at(0).dedupe_key, "k1");
  EXPECT_EQ(ledger.webhooks[0].body, carrier.answer.body);
  EXPECT_EQ(order, "store cursor ");
  EXPECT_EQ(polls.cursors["c1"], "7");
}

TEST_F(PollerTest, KeepsTheCursorWhenNothingCouldBeStored) {
  answers("7", "k1");
  ledger.answer = Error{.code = Errc::Unavailable, .reason = "database_away"};
  turn();
  EXPECT_EQ(polls.cursors["c1"], "");
  clock.advance(seconds{2});
  ledger.answer = domain::WebhookApplied{.applied = 1};
  turn();
  EXPECT_EQ(ledger.webhooks.size(), 2U) << "the same updates were asked for and stored again";
  EXPECT_EQ(polls.cursors["c1"], "7");
}

TEST_F(PollerTest, AsksFromTheKeptCursorOn) {
  polls.cursors["c1"] = "5";
  answers("7", "k1");
  turn();
  EXPECT_NE(plugin.inputs.at(0).find(R"("cursor":"5")"), std::string::npos) << plugin.inputs.at(0);
  turn();
  EXPECT_NE(plugin.inputs.at(1).find(R"("cursor":"7")"), std::string::npos) << plugin.inputs.at(1);
}

TEST_F(PollerTest, MovesTheCursorPastUpdatesThatSayNothing) {
  answers("9", "");
  turn();
  EXPECT_TRUE(ledger.webhooks.empty());
  EXPECT_EQ(polls.cursors["c1"], "9");
}

TEST_F(PollerTest, HasOnePollOfAChannelUnderWay) {
  carrier.holds = true;
  turn();
  clock.advance(seconds{20});
  turn();
  EXPECT_EQ(carrier.requests.size(), 1U);
}

TEST_F(PollerTest, PollsAQueueForOneChannelOnly) {
  polls.channels = {domain::ChannelId{"c1"}, domain::ChannelId{"c2"}};
  carrier.holds = true;
  turn();
  clock.advance(seconds{300});
  turn();
  EXPECT_EQ(carrier.requests.size(), 1U);
}

TEST_F(PollerTest, LeavesAloneAChannelThatDoesNotAsk) {
  for (const char* config :
       {"{}", R"({"poll":false})", R"({"poll":"true"})", R"({"nested":{"poll":true}})"}) {
    accounts.account.channel.config_json = config;
    turn();
    EXPECT_TRUE(carrier.requests.empty()) << config;
    clock.advance(seconds{2});
  }
}

TEST_F(PollerTest, BeginsWhenAChannelAsksAndEndsWhenItAsksNoMore) {
  polls.channels.clear();
  turn();
  polls.channels = {domain::ChannelId{"c1"}};
  clock.advance(seconds{2});
  answers("", "");
  turn();
  EXPECT_EQ(carrier.requests.size(), 1U);
  polls.channels.clear();
  clock.advance(seconds{2});
  turn();
  clock.advance(seconds{60});
  turn();
  EXPECT_EQ(carrier.requests.size(), 1U);
}

TEST_F(PollerTest, DropsTheAnswerOfAChannelThatAsksNoMore) {
  carrier.holds = true;
  answers("7", "k1");
  turn();
  polls.channels.clear();
  clock.advance(seconds{2});
  turn();
  carrier.release();
  turn();
  EXPECT_TRUE(ledger.webhooks.empty());
}

TEST_F(PollerTest, DoesNotHurryWhenAnEmptyAnswerComesAtOnce) {
  answers("", "");
  turn();
  clock.advance(milliseconds{999});
  turn();
  EXPECT_EQ(carrier.requests.size(), 1U);
  clock.advance(milliseconds{1});
  turn();
  EXPECT_EQ(carrier.requests.size(), 2U);
}

TEST_F(PollerTest, WaitsAsLongAsTheProviderAsks) {
  plugin.verdict = R"({"verdict":{"kind":"rate_limited","code":"slow","text":"t","after_ms":9000}})";
  turn();
  clock.advance(milliseconds{8'999});
  turn();
  EXPECT_EQ(carrier.requests.size(), 1U);
  clock.advance(milliseconds{1});
  turn();
  EXPECT_EQ(carrier.requests.size(), 2U);
}

TEST_F(PollerTest, WaitsLongerAfterEachFailureUpToAMinute) {
  carrier.answer = {.reached = domain::Reached::Began, .failure = "timeout"};
  std::vector<seconds> waits;
  for (int failures = 0; failures < 8; ++failures) {
    const std::size_t before = carrier.requests.size();
    seconds waited{0};
    for (turn(); carrier.requests.size() == before; turn()) {
      clock.advance(seconds{1});
      ++waited;
    }
    waits.push_back(waited);
  }
  EXPECT_EQ(waits, (std::vector<seconds>{seconds{0}, seconds{1}, seconds{2}, seconds{4}, seconds{8},
                                         seconds{16}, seconds{32}, seconds{60}}));
}

TEST_F(PollerTest, OutlivesAPluginThatBreaksItsContract) {
  for (const char* plan :
       {"{}", R"({"request":{"method":"POST","url":"https://x.example/","commits":true}})"}) {
    plugin.planned = plan;
    turn();
    EXPECT_TRUE(carrier.requests.empty()) << plan;
    clock.advance(seconds{120});
  }
}

TEST_F(PollerTest, EndsAnExchangeThatNeverEnds) {
  plugin.verdict = R"({"continue":{"state":{"n":1}}})";
  for (int turns = 0; turns < 20; ++turns) turn();
  EXPECT_EQ(carrier.requests.size(), 8U);
}

}  // namespace
}  // namespace herald::inbound

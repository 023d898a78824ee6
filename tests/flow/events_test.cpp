// Events of the journal brought to a feature plugin, and what its answers lead to, through the running
// server.
#include <algorithm>
#include <set>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/warden_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class EventFlow : public WardenHouse {
 protected:
  std::string send(const std::string& text, const std::string& to = "+15005550100") {
    json wish = message(text, json::object());
    wish["to_address"] = to;
    return tenant_.send(wish);
  }
  [[nodiscard]] json order(const std::string& kind, const std::string& text) const {
    json wish = message(text, json::object());
    if (kind == "schedule") wish["schedule_for"] = "2020-01-01T00:00:00Z";
    return {{"kind", kind}, {"message", wish}};
  }
  /// How many messages have that text.
  std::ptrdiff_t with_text(const std::string& text) {
    const auto all = tenant_.messages();
    return std::ranges::count_if(all, [&](const json& one) { return one.at("message_body") == text; });
  }
  static bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::ranges::find(all, one) != all.end();
  }
  static std::size_t asides(const json& shown) { return shown.value("events_aside", json::array()).size(); }
};

TEST_P(EventFlow, EveryKindOfEventIsHeard) {
  const std::string good = send("good");
  const std::string bad = send("bad", "+15005550108");
  const json inbound{
      {"kind", "inbound"},      {"event_id", fresh_text("evt")}, {"message_id", fresh_text("in")},
      {"from", fresh_number()}, {"to", "+15005550006"},          {"text", "hello"}};
  EXPECT_EQ(
      call_back(daemon_, SandboxCallback{.channel = channel_, .body = sandbox_events(json::array({inbound}))})
          .status,
      200);
  EXPECT_TRUE(contains(seen("message.accepted", 2), good));
  EXPECT_TRUE(contains(seen("message.sent", 1), good));
  EXPECT_TRUE(contains(seen("message.delivered", 1), good));
  EXPECT_EQ(seen("message.received", 1).size(), 1U);
  EXPECT_EQ(tenant_.await(bad, "FAILED").at("status"), "FAILED");
  EXPECT_TRUE(contains(seen("message.failed", 1), bad));
}

TEST_P(EventFlow, APoisonEventIsPutAsideAndTheRestGoesOn) {
  send("before");
  EXPECT_EQ(seen("message.accepted", 1).size(), 1U);
  plan("message.accepted", {{"do", "throw"}});
  const std::string third = send("third");
  const json plugin = shown([&](const json& one) {
    return std::ranges::any_of(one.value("events_aside", json::array()),
                               [&](const json& each) { return each.at("subject") == third; });
  });
  bool found = false;
  for (const json& each : plugin.at("events_aside")) {
    if (each.at("subject") != third) continue;
    found = true;
    EXPECT_EQ(each.at("type"), "message.accepted");
    EXPECT_EQ(each.at("tries"), 3);
    EXPECT_EQ(each.at("reason"), "plugin_failed");
  }
  EXPECT_TRUE(found) << plugin.dump();
  EXPECT_TRUE(contains(seen("message.delivered", 2), third)) << "later events of the same message are heard";
  EXPECT_FALSE(contains(seen("message.accepted", 1), third));
}

TEST_P(EventFlow, ACommandOfAnEventIsSentOnceAcrossKill9) {
  plan("message.accepted", {{"deepest", 0}, {"commands", {order("send", "re $subject")}}});
  std::vector<std::string> sent;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 15; ++i) sent.push_back(send("load"));
    daemon_.kill9();
    daemon_.start();
  }
  EXPECT_TRUE(eventually([&] {
    return std::ranges::all_of(sent, [&](const std::string& id) { return with_text("re " + id) == 1; });
  }));
  std::vector<std::string> heard = seen("message.accepted", 2 * sent.size());
  EXPECT_EQ(heard.size(), 2 * sent.size());
  EXPECT_EQ(std::set<std::string>(heard.begin(), heard.end()).size(), heard.size()) << "effects happen once";
  for (const std::string& id : sent) EXPECT_EQ(with_text("re " + id), 1) << id;
  EXPECT_EQ(asides(shown([](const json&) { return true; })), 0U);
}

TEST_P(EventFlow, APluginThatWasAwayCatchesUp) {
  send("first");
  EXPECT_EQ(seen("message.accepted", 1).size(), 1U);
  ASSERT_EQ(operate("disable").status, 200);
  std::vector<std::string> missed;
  for (int i = 0; i < 5; ++i) missed.push_back(send("missed"));
  ASSERT_EQ(operate("enable").status, 200);
  const auto heard = seen("message.accepted", 6);
  EXPECT_EQ(heard.size(), 6U);
  for (const std::string& id : missed) EXPECT_TRUE(contains(heard, id));
}

TEST_P(EventFlow, ConsequencesEndAtDepthEight) {
  const json echo{{"kind", "publish"}, {"type", "echo"}, {"subject", "$subject"}, {"data", {{"n", 1}}}};
  plan("message.accepted", {{"commands", {echo}}});
  plan("x.warden.echo", {{"commands", {echo}}});
  const std::string id = send("loop");
  const json plugin = shown([&](const json& one) { return asides(one) > 0; });
  ASSERT_EQ(asides(plugin), 1U);
  EXPECT_EQ(plugin.at("events_aside")[0].at("reason"), "too_deep");
  EXPECT_EQ(plugin.at("events_aside")[0].at("type"), "x.warden.echo");
  EXPECT_EQ(seen("x.warden.echo", 7).size(), 7U) << "at depths 1 to 7; that of depth 8 leads to nothing";
  const json seen_by_support = tenant_.message(id);
  EXPECT_EQ(std::ranges::count_if(seen_by_support.at("timeline"),
                                  [](const json& one) { return one.at("type") == "x.warden.echo"; }),
            8);
}

TEST_P(EventFlow, AnEventThatBringsTheServerDownThreeTimesIsPutAside) {
  const std::string fatal = fresh_text("fatal");
  send("before");
  EXPECT_EQ(seen("message.accepted", 1).size(), 1U);
  plan("message.accepted", {{"do", "abort"}});
  const std::string id = send(fatal);
  // A fourth time when the one before it in its shard was the one that had been noted.
  int crashes = 0;
  for (; crashes < 4 && daemon_.wait(std::chrono::seconds{crashes < 3 ? 20 : 5}); ++crashes) {
    daemon_.start();
    ASSERT_EQ(operate("enable").status, 200);
  }
  ASSERT_GE(crashes, 3);
  const json plugin = shown([&](const json& one) { return asides(one) > 0; });
  ASSERT_EQ(asides(plugin), 1U);
  EXPECT_EQ(plugin.at("events_aside")[0].at("reason"), "crashed");
  EXPECT_EQ(plugin.at("events_aside")[0].at("subject"), id);
  EXPECT_TRUE(contains(seen("message.delivered", 2), id)) << "and the rest goes on";
}

TEST_P(EventFlow, ARouteMayOrderMessagesOnceForAKey) {
  const std::string text = fresh_text("ordered");
  const json body{{"commands", {order("send", text), order("schedule", text + " later")}}};
  EXPECT_EQ(ask("POST", "/orders", body, {{"Idempotency-Key", "k1"}}).status, 200);
  EXPECT_EQ(ask("POST", "/orders", body, {{"Idempotency-Key", "k1"}}).status, 200);
  EXPECT_TRUE(eventually([&] { return with_text(text) > 0 && with_text(text + " later") > 0; }));
  const std::string last = send("last");
  EXPECT_EQ(tenant_.await(last, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_EQ(with_text(text), 1);
  EXPECT_EQ(with_text(text + " later"), 1);
}

TEST_P(EventFlow, ACommandThatCannotBeCarriedOutIsShownToTheOperator) {
  json wrong = order("send", "x");
  wrong["message"]["to_address"] = "nowhere";
  EXPECT_EQ(ask("POST", "/orders", {{"commands", {wrong}}}, {}).status, 200);
  const json plugin =
      shown([](const json& one) { return !one.value("commands_failed", json::array()).empty(); });
  ASSERT_EQ(plugin.at("commands_failed").size(), 1U) << plugin.dump();
  EXPECT_EQ(plugin.at("commands_failed")[0].at("reason"), "invalid_body");
  EXPECT_NE(plugin.at("commands_failed")[0].at("detail").get<std::string>().find("/to_address"),
            std::string::npos);
}

HERALD_ON_BOTH_DATABASES(EventFlow);

}  // namespace
}  // namespace herald::test

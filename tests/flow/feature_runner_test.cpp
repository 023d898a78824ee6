// A feature plugin that nobody vouches for, in processes of its own, through the running server.
#include <algorithm>

#include "tests/flow/warden_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class ConfinedFlow : public WardenHouse {
 protected:
  ConfinedFlow() : WardenHouse{Where::Runner} {}
  std::string send(const std::string& text, const json& metadata = json::object()) {
    return tenant_.send(message(text, metadata));
  }
  static bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::ranges::find(all, one) != all.end();
  }
};

TEST_P(ConfinedFlow, HearsEventsAnswersRoutesAsksForRecordsAndDoesJobs) {
  const json plugin = shown([](const json&) { return true; });
  EXPECT_EQ(plugin.at("generations").at(0).at("placement"), "runner") << plugin.dump();
  plan("job.sweep", json::object());
  const std::string id = send("hello");
  EXPECT_TRUE(contains(seen("message.accepted", 1), id));
  EXPECT_TRUE(contains(seen("message.delivered", 1), id));
  EXPECT_GE(seen("job.sweep", 2).size(), 2U);
}

TEST_P(ConfinedFlow, ItsPolicyIsAsked) {
  const json gate{{"at", "accept"},
                  {"verdict", {{"kind", "refuse"}, {"reason", "no_thanks"}, {"text", "no"}}}};
  const std::string id = send("refused", {{"gate", gate}});
  EXPECT_EQ(tenant_.await(id, "REJECTED").at("reason"), "no_thanks");
}

TEST_P(ConfinedFlow, AnEventThatBringsItsProcessDownIsPutAsideAndTheRestGoesOn) {
  plan("message.accepted", {{"do", "abort"}, {"deepest", 0}});
  const std::string id = send("poison");
  const json plugin =
      shown([&](const json& one) { return !one.value("events_aside", json::array()).empty(); });
  ASSERT_EQ(plugin.at("events_aside").size(), 1U) << plugin.dump();
  EXPECT_EQ(plugin.at("events_aside")[0].at("subject"), id);
  EXPECT_EQ(plugin.at("events_aside")[0].at("reason"), "plugin_crashed");
  EXPECT_TRUE(contains(seen("message.delivered", 1), id));
}

HERALD_ON_BOTH_DATABASES(ConfinedFlow);

}  // namespace
}  // namespace herald::test

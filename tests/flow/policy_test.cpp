// Send policies through the running server: what a plugin decides when a message is accepted and when it is
// sent.
#include <filesystem>

#include "host/base/clock.hpp"
#include "tests/flow/warden_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

class PolicyFlow : public WardenHouse {
 protected:
  static json gate(const std::string& at, const json& verdict) {
    return {{"gate", {{"at", at}, {"verdict", verdict}}}};
  }
  static json fault(const std::string& at, const std::string& how) {
    return {{"gate", {{"at", at}, {"do", how}}}};
  }
  static std::string in(seconds ahead) { return to_rfc3339(SystemClock{}.now() + ahead); }
};

TEST_P(PolicyFlow, ARefusalAtAcceptIsStoredAndRepeatedAsItWas) {
  const json wish =
      message("no", gate("accept", {{"kind", "refuse"}, {"reason", "sanctions"}, {"text", "on a list"}}));
  const json made = body(tenant_.post(wish, "key-1"));
  EXPECT_EQ(made.at("status"), "REJECTED");
  EXPECT_EQ(made.at("reason"), "sanctions");
  EXPECT_EQ(made.at("error"), (json{{"class", "blocked"}, {"code", "sanctions"}, {"text", "on a list"}}));
  EXPECT_EQ(body(tenant_.post(wish, "key-1")), made);
  const json seen = tenant_.message(made.at("id"));
  EXPECT_EQ(told(seen, "message.accepted").at("plugin"), "org.example.warden");
  EXPECT_EQ(sandbox_.count("no"), 0);
}

TEST_P(PolicyFlow, AMessageHeldAtAcceptIsSentWhenTheHoldIsOver) {
  const std::string until = in(seconds{2});
  const json wish =
      message("later", gate("accept", {{"kind", "hold"}, {"reason", "night"}, {"until", until}}));
  const json made = body(tenant_.post(wish, "key-2"));
  EXPECT_EQ(made.at("status"), "HELD");
  EXPECT_EQ(made.at("reason"), "night");
  EXPECT_EQ(made.at("held_until"), until);
  const json sent = tenant_.await(made.at("id"), "DELIVERED");
  EXPECT_EQ(sent.at("status"), "DELIVERED");
  EXPECT_EQ(sent.at("reason"), nullptr);
  EXPECT_EQ(sent.at("held_until"), nullptr);
  EXPECT_GE(sent.at("sent_at").get<std::string>(), until);
  const json again = body(tenant_.post(wish, "key-2"));
  EXPECT_EQ(again.at("status"), "HELD") << "as at creation";
  EXPECT_EQ(again.at("held_until"), until);
}

TEST_P(PolicyFlow, ARefusalAtTheMomentOfSendingIsVisibleInTheTimeline) {
  const std::string id = tenant_.send(
      message("never", gate("send", {{"kind", "refuse"}, {"reason", "budget"}, {"text", "spent"}})));
  const json seen = tenant_.await(id, "REJECTED");
  EXPECT_EQ(seen.at("error").at("class"), "blocked");
  EXPECT_EQ(seen.at("error").at("text"), "spent");
  EXPECT_EQ(told(seen, "message.rejected"), (json{{"reason", "budget"}, {"plugin", "org.example.warden"}}));
  EXPECT_TRUE(seen.at("attempts").empty());
  EXPECT_EQ(sandbox_.count("never"), 0);
}

TEST_P(PolicyFlow, AHoldAtTheMomentOfSendingOutlivesKill9) {
  const std::string until = in(seconds{4});
  const std::string id =
      tenant_.send(message("held", gate("send", {{"kind", "hold"}, {"reason", "night"}, {"until", until}})));
  EXPECT_EQ(tenant_.await(id, "HELD").at("held_until"), until);
  daemon_.kill9();
  daemon_.start();
  const json sent = tenant_.await(id, "DELIVERED");
  EXPECT_EQ(sent.at("status"), "DELIVERED");
  EXPECT_GE(sent.at("sent_at").get<std::string>(), until);
  EXPECT_EQ(told(sent, "message.held").at("reason"), "night");
  EXPECT_EQ(sandbox_.count("held"), 1);
}

TEST_P(PolicyFlow, APluginThatThrowsOrAnswersNonsenseHoldsTheMessageInQuestionOnly) {
  const json thrown = body(tenant_.post(message("t", fault("accept", "throw"))));
  EXPECT_EQ(thrown.at("status"), "HELD");
  EXPECT_EQ(thrown.at("reason"), "policy_unavailable");
  const std::string odd = tenant_.send(message("n", gate("send", {{"kind", "perhaps"}})));
  EXPECT_EQ(tenant_.await(odd, "HELD").at("reason"), "policy_unavailable");
  const std::string good = tenant_.send(message("fine", json::object()));
  EXPECT_EQ(tenant_.await(good, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_EQ(sandbox_.count("t") + sandbox_.count("n"), 0);
}

TEST_P(PolicyFlow, APluginThatHangsHoldsWhatItWasAskedAbout) {
  const json hung = body(tenant_.post(message("h", fault("accept", "hang"))));
  EXPECT_EQ(hung.at("status"), "HELD");
  EXPECT_EQ(hung.at("reason"), "policy_unavailable");
  EXPECT_EQ(sandbox_.count("h"), 0);
}

TEST_P(PolicyFlow, AGuardThatIsGoneHoldsMessagesUntilAnOperatorDisablesIt) {
  ASSERT_EQ(daemon_.stop(), 0);
  std::filesystem::remove(files_.path() / "warden.so");
  daemon_.start();
  const json held = body(tenant_.post(message("guarded", json::object())));
  EXPECT_EQ(held.at("status"), "HELD");
  EXPECT_EQ(held.at("reason"), "policy_unavailable");
  EXPECT_EQ(operate("disable").status, 200) << "the operator means it";
  EXPECT_EQ(operate("disable", "org.example.nobody").status, 404);
  const std::string free = tenant_.send(message("free", json::object()));
  EXPECT_EQ(tenant_.await(free, "DELIVERED").at("status"), "DELIVERED");
}

TEST_P(PolicyFlow, ADisabledGuardGuardsNothing) {
  EXPECT_EQ(operate("disable").status, 200);
  const std::string free =
      tenant_.send(message("free", gate("send", {{"kind", "refuse"}, {"reason", "budget"}})));
  EXPECT_EQ(tenant_.await(free, "DELIVERED").at("status"), "DELIVERED");
}

HERALD_ON_BOTH_DATABASES(PolicyFlow);

}  // namespace
}  // namespace herald::test

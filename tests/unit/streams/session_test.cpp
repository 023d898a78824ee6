#include "tests/unit/streams/house.hpp"

namespace herald::streams::test {
namespace {

using domain::Reached;
using domain::StreamEnd;
using domain::StreamEvent;
using domain::StreamEventKind;

const std::string kGreet =
    R"({"actions":[{"write":[{"text":"hello "},{"range":{"off":1,"len":3}},{"text":"\n"}]}],
                               "state":{"at":"greeted"}})";
const std::string kSent =
    R"({"actions":[{"verdict":{"kind":"accepted"}},{"write":[{"text":"bye\n"}]},{"close":{}}]})";
const std::string kNothing = "{}";

bool is(const StreamEvent* event, StreamEventKind kind) { return event != nullptr && event->kind == kind; }

class SessionTest : public StreamHouse {};

TEST_F(SessionTest, CarriesBytesBothWaysToTheVerdict) {
  auto end = run([&](const StreamEvent* event) {
    if (event == nullptr) return connect("none");
    if (is(event, StreamEventKind::Connected)) return kGreet;
    return event->bytes.ends_with('\n') ? kSent : kNothing;
  });
  peer_.accept();
  EXPECT_EQ(peer_.read_until("\n"), "hello 123\n");
  peer_.write("well met\n");
  EXPECT_EQ(peer_.read_all(), "bye\n") << "what follows the verdict is still sent";
  const StreamEnd seen_end = end_of(end);
  EXPECT_EQ(seen_end.verdict, R"({"kind":"accepted"})");
  EXPECT_EQ(seen_end.reached, Reached::Answered);
  EXPECT_FALSE(seen_end.committed);
  EXPECT_EQ(seen_end.peer, "tcp://127.0.0.1:" + std::to_string(peer_.port()));
  EXPECT_EQ(seen_end.sent, "hello 123\n");
  EXPECT_EQ(seen_end.received, "well met\n");
  EXPECT_EQ(asked_, std::vector<std::string>{"127.0.0.1 plain"});
}

TEST_F(SessionTest, ShowsWhatWasNotConsumedAgainWithWhatFollows) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    if (event == nullptr) return connect("none");
    if (event->bytes.empty()) return kGreet;
    if (event->bytes == "ab")
      return R"({"consumed":1,"state":{"at":"a"},"actions":[{"write":[{"text":"+\n"}]}]})";
    return kSent;
  });
  peer_.accept();
  peer_.read_until("\n");
  peer_.write("ab");
  peer_.read_until("\n");
  peer_.write("c");
  end_of(end);
  EXPECT_EQ(seen(), (std::vector<std::string>{"1:|{}", R"(2:ab|{"at":"greeted"})", R"(2:bc|{"at":"a"})"}));
}

TEST_F(SessionTest, PassesThePointOfNoReturnWhenItsBytesBeginToBeWritten) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    if (event == nullptr) return connect("none");
    if (is(event, StreamEventKind::Connected))
      return R"({"actions":[{"write":[{"text":"body"}]},{"commit":{}},{"write":[{"text":"."}]}]})";
    return kSent;
  });
  peer_.accept();
  EXPECT_EQ(peer_.read(5), "body.");
  peer_.write("ok");
  const StreamEnd found = end_of(end);
  EXPECT_TRUE(found.committed);
  EXPECT_TRUE(found.answered);
}

TEST_F(SessionTest, WritesNothingOfAPluginThatWantsToCommitWhereNothingMustBeDelivered) {
  commit_ = domain::PointOfNoReturn::Refused;
  auto end = run([&](const StreamEvent* event) -> std::string {
    if (event == nullptr) return connect("none");
    return R"({"actions":[{"write":[{"text":"body"}]},{"commit":{}},{"write":[{"text":"."}]}]})";
  });
  peer_.accept();
  EXPECT_EQ(peer_.read_all(), "");
  const StreamEnd found = end_of(end);
  ASSERT_TRUE(found.plugin_failure);
  EXPECT_EQ(found.plugin_failure->reason, "bad_actions");
  EXPECT_FALSE(found.committed);
}

TEST_F(SessionTest, NeverCommitsAfterAVerdictThatCameBefore) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    if (event == nullptr) return connect("none");
    if (is(event, StreamEventKind::Connected)) {
      // More than the buffers of both sides hold, so that the refusal is read before it has left.
      std::string much = R"({"actions":[{"write":[{"text":")" + std::string(900'000, 'x') + R"("}]},)";
      for (int i = 0; i < 30; ++i) much += R"({"write":[{"text":")" + std::string(3'000, 'y') + R"("}]},)";
      return much + R"({"commit":{}},{"write":[{"text":"END"}]}]})";
    }
    return R"({"actions":[{"verdict":{"kind":"retry"}},{"close":{}}]})";
  });
  peer_.accept();
  peer_.read(10);
  peer_.write("full\n");
  const std::string rest = peer_.read_all();
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.verdict, R"({"kind":"retry"})");
  EXPECT_FALSE(found.committed && !found.answered);
  EXPECT_EQ(rest.find("END"), std::string::npos);
}

TEST_F(SessionTest, TellsAPeerThatClosesBeforeThePointOfNoReturn) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    return event == nullptr ? connect("none") : is(event, StreamEventKind::Connected) ? kGreet : kNothing;
  });
  peer_.accept();
  peer_.read_until("\n");
  peer_.close();
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "reset");
  EXPECT_FALSE(found.committed);
  EXPECT_EQ(seen().back(), R"(4:|{"at":"greeted"})") << "the plugin hears of it first";
}

TEST_F(SessionTest, TellsAPeerThatResetsAfterThePointOfNoReturn) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    if (event == nullptr) return connect("none");
    if (is(event, StreamEventKind::Connected))
      return R"({"actions":[{"commit":{}},{"write":[{"text":"."}]}]})";
    return kNothing;
  });
  peer_.accept();
  EXPECT_EQ(peer_.read(1), ".");
  peer_.reset();
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "reset");
  EXPECT_TRUE(found.committed);
  EXPECT_FALSE(found.answered);
}

TEST_F(SessionTest, NeverConnectsToAnAddressThatTheRuleRefuses) {
  refuse_ = "loopback";
  auto end = run([&](const StreamEvent*) { return connect("none"); });
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "guard_refused");
  EXPECT_EQ(found.text, "loopback");
  EXPECT_EQ(found.reached, Reached::NotStarted);
  EXPECT_TRUE(peer_.lonely());
}

TEST_F(SessionTest, AsksTheRuleForEveryAddressOfAName) {
  refuse_ = "loopback";
  auto end = run([&](const StreamEvent*) { return connect("implicit", "localhost"); });
  EXPECT_EQ(end_of(end).failure, "guard_refused");
  for (const std::string& asked : asked_)
    EXPECT_TRUE(asked == "127.0.0.1 protected" || asked == "::1 protected");
  EXPECT_FALSE(asked_.empty());
}

TEST_F(SessionTest, FindsNoAddressOfANameThatDoesNotExist) {
  auto end = run([&](const StreamEvent*) { return connect("none", "no.such.name.invalid"); });
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "dns");
  EXPECT_EQ(found.reached, Reached::NotStarted);
}

TEST_F(SessionTest, TellsARefusedConnectionApartFromABrokenOne) {
  const std::uint16_t taken = Peer{}.port();  // closed again
  auto end = run([&](const StreamEvent*) {
    return R"({"actions":[{"connect":{"host":"127.0.0.1","port":)" + std::to_string(taken) +
           R"(,"tls":"none"}}]})";
  });
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "connect");
  EXPECT_EQ(found.reached, Reached::NotStarted);
}

TEST_F(SessionTest, DoesNotBeginAfterTheTimeToStart) {
  start_by_ = clock_.tick();
  auto end = run([&](const StreamEvent*) { return connect("none"); });
  EXPECT_EQ(end_of(end).failure, "start_deadline");
  EXPECT_TRUE(peer_.lonely());
}

TEST_F(SessionTest, EndsAtTheTimeOfTheChannelAndTellsTheTimerBefore) {
  auto end = run(
      [&](const StreamEvent* event) -> std::string {
        if (event == nullptr) return connect("none");
        if (is(event, StreamEventKind::Connected)) return R"({"actions":[{"timer":{"after_ms":1}}]})";
        return kNothing;
      },
      std::chrono::milliseconds{150});
  peer_.accept();
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "timeout");
  EXPECT_EQ(seen(), (std::vector<std::string>{"1:|{}", "5:|{}"}));
}

TEST_F(SessionTest, EndsWithTheNode) {
  auto end = run([&](const StreamEvent* event) { return event == nullptr ? connect("none") : kNothing; });
  peer_.accept();
  stop();
  EXPECT_EQ(end_of(end).failure, "shutdown");
}

TEST_F(SessionTest, RepeatsThePluginsFailureAndClosesTheConnection) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    return event == nullptr ? connect("none") : "fail expected a reply, found garbage";
  });
  peer_.accept();
  EXPECT_EQ(peer_.read_all(), "");
  const StreamEnd found = end_of(end);
  ASSERT_TRUE(found.plugin_failure);
  EXPECT_EQ(found.plugin_failure->detail, "expected a reply, found garbage");
}

TEST_F(SessionTest, BoundsWhatThePluginLeavesLying) {
  limits_.unconsumed = 1000;
  auto end = run([&](const StreamEvent* event) { return event == nullptr ? connect("none") : kNothing; });
  peer_.accept();
  peer_.write(std::string(1001, 'x'));
  EXPECT_EQ(end_of(end).failure, "too_large");
}

TEST_F(SessionTest, BoundsTheCallsOfThePlugin) {
  limits_.calls = 5;
  auto end = run([&](const StreamEvent* event) -> std::string {
    return event == nullptr ? connect("none") : R"({"actions":[{"timer":{"after_ms":1}}]})";
  });
  peer_.accept();
  EXPECT_EQ(end_of(end).failure, "too_many_steps");
}

TEST_F(SessionTest, RefusesAPluginThatDoesNothingOrConnectsTwice) {
  auto idle = run([&](const StreamEvent*) { return kNothing; });
  EXPECT_EQ(end_of(idle).failure, "no_verdict");
  auto twice = run([&](const StreamEvent*) { return connect("none"); });
  peer_.accept();
  EXPECT_EQ(end_of(twice).failure, "no_verdict");
}

}  // namespace
}  // namespace herald::streams::test

#include <unistd.h>

#include "host/features/policy.hpp"
#include "host/features/policy_desk.hpp"
#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

using domain::PolicyVerdict;
using Kind = PolicyVerdict::Kind;
using Moment = domain::SendPolicy::Moment;
using std::chrono::seconds;

constexpr const char* kTwoWards = R"({"collections":[{"name":"accounts","fields":[
{"name":"customer","type":"text","required":true}],"indexes":[{"fields":["customer"]}]}],
"filters":[{"name":"first","stage":"policy","needs":[{"as":"own","collection":"accounts",
"where":{"customer":"/message/contact_id"}}]},
{"name":"second","stage":"policy","when":"lead_id","unanswered":"allow"}]})";

class StoppedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{seconds{1'700'000'000}}; }
  [[nodiscard]] Tick tick() const override { return {}; }
};

class PolicyTest : public testing::Test {
 protected:
  PolicyTest() {
    plugin_.sheet = sheet_of(kTwoWards);
    message_.tenant = domain::TenantId{"tenant-a"};
    message_.content.contact_ref = "ann";
    message_.created_at = clock_.now();
  }
  PolicyVerdict judge(Moment moment = Moment::Send, seconds ahead = {}) {
    std::optional<PolicyVerdict> out;
    desk_.judge(message_, moment, clock_.now() + ahead, [&](PolicyVerdict verdict) { out = verdict; });
    for (int turn = 0; turn < 5 && !out; ++turn) desk_.step({});
    EXPECT_TRUE(out);
    return out.value_or(PolicyVerdict{});
  }
  void answer(const std::string& verdict) { plugin_.answer = R"({"verdict":)" + verdict + "}"; }
  StoppedClock clock_;
  telemetry::Log log_{clock_, telemetry::Level::Error, STDERR_FILENO};
  ScriptedPlugin plugin_;
  Shelf shelf_;
  domain::Message message_;
  features::PolicyDesk desk_{{plugin_, shelf_, clock_, log_}};
};

TEST_F(PolicyTest, TheFilterIsGivenTheMessageTheMomentTheTimeAndItsNeeds) {
  shelf_.record = domain::Record{.id = "r1", .values = {{"customer", "ann"}}};
  message_.content.metadata_json = R"({"k":1})";
  answer(R"({"kind":"allow"})");
  EXPECT_EQ(judge(Moment::Accept).kind, Kind::Allow);
  const std::string input = plugin_.seen->input;
  for (const char* part : {R"("moment":"accept")", R"("at":"2023-11-14T22:13:20.000Z")",
                           R"("metadata":{"k":1})", R"("own":[{)", R"("contact_id":"ann")"})
    EXPECT_NE(input.find(part), std::string::npos) << part << " in " << input;
  EXPECT_EQ(plugin_.seen->reads, nullptr);
  EXPECT_EQ(plugin_.seen->tenant.text, "tenant-a");
}

TEST_F(PolicyTest, ARefusalNamesItsPluginAndEndsTheAsking) {
  message_.content.lead_ref = "l1";
  answer(R"({"kind":"refuse","reason":"sanctions","text":"listed"})");
  const PolicyVerdict verdict = judge();
  EXPECT_EQ(verdict.kind, Kind::Refuse);
  EXPECT_EQ(verdict.reason, "sanctions");
  EXPECT_EQ(verdict.text, "listed");
  EXPECT_EQ(verdict.decider, "org.example.loyalty");
  EXPECT_EQ(plugin_.seen->name, "first");
}

TEST_F(PolicyTest, AFilterThatTheMessageDoesNotConcernIsNotAsked) {
  answer(R"({"kind":"allow"})");
  judge();
  EXPECT_EQ(plugin_.seen->name, "first");
  message_.content.lead_ref = "l1";
  judge();
  EXPECT_EQ(plugin_.seen->name, "second");
}

TEST_F(PolicyTest, AHoldLastsFromOneSecondTo366Days) {
  const auto hold = [&](std::chrono::milliseconds ahead) {
    answer(R"({"kind":"hold","reason":"night","until":")" + to_rfc3339(clock_.now() + ahead) + "\"}");
    return judge();
  };
  EXPECT_EQ(hold(seconds{60}).until, clock_.now() + seconds{60});
  EXPECT_EQ(hold(std::chrono::milliseconds{1}).until, clock_.now() + seconds{1});
  EXPECT_EQ(hold(features::kLongestHold).reason, "night");
  EXPECT_EQ(hold(features::kLongestHold + std::chrono::milliseconds{1}).reason, "policy_unavailable");
  EXPECT_EQ(hold({}).reason, "policy_unavailable");
}

TEST_F(PolicyTest, NonsenseHoldsTheMessage) {
  for (const char* nonsense :
       {R"({})", R"([])", "x", R"({"verdict":{"kind":"perhaps"}})", R"({"verdict":{"kind":"refuse"}})",
        R"({"verdict":{"kind":"refuse","reason":"Two words"}})",
        R"({"verdict":{"kind":"hold","reason":"night","until":"soon"}})",
        R"({"verdict":{"kind":"allow","more":1}})",
        R"({"problem":{"kind":"invalid","reason":"r","detail":"d"}})"}) {
    plugin_.answer = nonsense;
    const PolicyVerdict verdict = judge();
    EXPECT_EQ(verdict.kind, Kind::Hold) << nonsense;
    EXPECT_EQ(verdict.reason, "policy_unavailable");
    EXPECT_EQ(verdict.until, clock_.now() + features::kFirstWait);
    EXPECT_EQ(verdict.decider, "org.example.loyalty");
  }
}

TEST_F(PolicyTest, AnErrorCountsAsTheDeclarationSays) {
  plugin_.failure = Error{.code = Errc::Timeout, .reason = "plugin_timeout"};
  for (const auto& [conduct, kind] : std::vector<std::pair<std::string, Kind>>{
           {"hold", Kind::Hold}, {"refuse", Kind::Refuse}, {"allow", Kind::Allow}}) {
    plugin_.sheet =
        sheet_of(R"({"filters":[{"name":"f","stage":"policy","unanswered":")" + conduct + "\"}]}");
    EXPECT_EQ(judge().kind, kind) << conduct;
  }
}

TEST_F(PolicyTest, AnUnansweredHoldGrowsWithTheMessagesAgeUpToTenMinutes) {
  const features::SheetFilter filter{.name = "f"};
  const auto wait = [&](seconds age) {
    return *features::unanswered(filter, "p", clock_.now() - age, clock_.now()).until - clock_.now();
  };
  EXPECT_EQ(wait(seconds{0}), seconds{30});
  EXPECT_EQ(wait(seconds{400}), seconds{100});
  EXPECT_EQ(wait(std::chrono::hours{9}), std::chrono::minutes{10});
}

TEST_F(PolicyTest, AGuardThatIsAwayHoldsWhatItConcerns) {
  plugin_.sheet = sheet_of("{}");
  const auto guard = features::guard_of(*sheet_of(kTwoWards));
  const auto away = features::read_guard(guard);
  ASSERT_TRUE(away);
  EXPECT_EQ(features::guard_of(**away), guard);
  EXPECT_EQ(judge().kind, Kind::Allow) << "no guard";
  plugin_.away = {*away};
  EXPECT_EQ(judge().reason, "policy_unavailable");
  EXPECT_EQ(judge(Moment::Accept, seconds{40}).kind, Kind::Allow) << "it is asked again before it is sent";
  EXPECT_FALSE(plugin_.seen);
}

TEST_F(PolicyTest, ASheetIsRefusedThatMisdeclaresAPolicy) {
  const auto refused = [](const std::string& filter) {
    const auto sheet =
        features::read_sheet(R"({"collections":[{"name":"a","fields":[{"name":"f","type":"text"}]}],
"filters":[)" + filter + "]}",
                             "org.example.loyalty", {});
    return sheet ? "" : sheet.error().detail;
  };
  EXPECT_EQ(refused(R"({"name":"f","stage":"policy"})"), "");
  EXPECT_NE(refused(R"({"name":"f","stage":"policy","unanswered":"shrug"})").find("unanswered"),
            std::string::npos);
  EXPECT_NE(refused(R"({"name":"f","stage":"render","when":"x","unanswered":"hold"})").find("unanswered"),
            std::string::npos);
  EXPECT_NE(
      refused(R"({"name":"f","stage":"policy","needs":[{"as":"at","collection":"a","id":"/message/id"}]})")
          .find("another name"),
      std::string::npos);
}

}  // namespace
}  // namespace herald::test

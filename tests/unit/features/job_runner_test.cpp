#include "host/features/job_runner.hpp"

#include <unistd.h>

#include <algorithm>

#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

using domain::JobMove;
using domain::JobPlace;
using domain::JobState;
using features::JobRunner;
using std::chrono::seconds;

constexpr const char* kSweeper = R"({"jobs":[{"name":"sweep","every":60}]})";
constexpr seconds kStart{1'700'000'040};  // a whole number of minutes

class JobClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{kStart + passed}; }
  [[nodiscard]] Tick tick() const override { return Tick{passed}; }
  seconds passed{0};
};

class Sevens final : public Random {
 public:
  std::string bytes(std::size_t count) override { return std::string(count, '7'); }
  std::uint64_t below(std::uint64_t) override { return 0; }
};

/// The place of one job, and two tenants.
class OneJob final : public domain::JobBook {
 public:
  void open(std::string, std::string, Instant first, domain::Completion<JobState> done) override {
    if (!state) state = JobState{.job = "sweep", .place = {.round = first}};
    done(*state);
  }
  void advance(JobMove move, domain::Completion<Done> done) override {
    state->place = move.to;
    done(Done{});
  }
  void note_try(JobMove, int tries, domain::Completion<Done> done) override {
    state->tries = tries;
    done(Done{});
  }
  void pass_over(JobMove move, domain::TenantId tenant, std::string reason,
                 domain::Completion<Done> done) override {
    passed_over.push_back(tenant.text + " " + reason);
    advance(std::move(move), std::move(done));
  }
  Result<std::optional<domain::TenantId>> next_tenant(const domain::TenantId& after) override {
    for (const char* tenant : {"a", "b"})
      if (after.text < tenant) return std::optional{domain::TenantId{tenant}};
    return std::optional<domain::TenantId>{};
  }
  Result<std::vector<JobState>> all(const std::string&) override { return std::vector<JobState>{}; }
  std::optional<JobState> state;
  std::vector<std::string> passed_over;
};

class JobRunnerTest : public testing::Test {
 protected:
  JobRunnerTest() { plugin_.sheet = sheet_of(kSweeper); }
  /// Steps every second; the tenants that were called, in order.
  std::vector<std::string> run(seconds time) {
    std::vector<std::string> out;
    for (seconds i{0}; i < time; ++i) {
      clock_.passed += seconds{1};
      for (int j = 0; j < 12; ++j) {
        plugin_.seen.reset();
        runner_.step(clock_.tick());
        if (plugin_.seen) out.push_back(plugin_.seen->tenant.text);
        if (plugin_.seen) last_ = *plugin_.seen;
        commit();
      }
    }
    return out;
  }
  /// What the shelf took moves the job, as the database does.
  void commit() {
    if (shelf_.committed && shelf_.committed->effects.job)
      book_.state->place = shelf_.committed->effects.job->to;
  }
  features::Task last_{};
  JobClock clock_;
  Sevens random_;
  telemetry::Log log_{clock_, telemetry::Level::Error, STDERR_FILENO};
  ScriptedPlugin plugin_;
  Shelf shelf_;
  OneJob book_;
  domain::NodeShards shards_;
  JobRunner runner_{{}, {plugin_, shelf_, shelf_, book_, clock_, random_, log_, &shards_}};
};

TEST_F(JobRunnerTest, ARoundGoesOverEveryTenantAtTheWholeMinute) {
  EXPECT_TRUE(run(seconds{59}).empty());
  EXPECT_EQ(run(seconds{10}), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(run(seconds{45}).empty());
  EXPECT_EQ(run(seconds{20}), (std::vector<std::string>{"a", "b"}));
}

TEST_F(JobRunnerTest, AJobIsDoneByTheNodeThatHasItsShard) {
  shards_.set({});
  EXPECT_TRUE(run(seconds{130}).empty());
  shards_.set(domain::ShardSet::all());
  EXPECT_EQ(run(seconds{70}), (std::vector<std::string>{"a", "b"}));
  shards_.set({});
  EXPECT_TRUE(run(seconds{130}).empty());
}

TEST_F(JobRunnerTest, SaysWhichRoundAndPartItIs) {
  plugin_.answer = R"({"again":true})";
  run(seconds{61});
  EXPECT_NE(last_.input.find(R"("job":{"name":"sweep","round":"2023-11-14T22:15:00.000Z","part":)"),
            std::string::npos)
      << last_.input;
  EXPECT_EQ(last_.op, "job");
  EXPECT_GT(book_.state->place.part, 0);
  EXPECT_EQ(book_.state->place.tenant_done.text, "") << "the tenant that wants more is not left";
}

TEST_F(JobRunnerTest, PassesATenantOverAfterThreeFaultsAndGoesOn) {
  plugin_.failure = Error{.code = Errc::Internal, .reason = "plugin_threw"};
  run(seconds{75});
  EXPECT_EQ(book_.passed_over, (std::vector<std::string>{"a plugin_threw", "b plugin_threw"}));
  plugin_.failure.reset();
  EXPECT_EQ(run(seconds{60}), (std::vector<std::string>{"a", "b"}));
}

TEST_F(JobRunnerTest, ACallThatWasNotReachedIsNoFault) {
  plugin_.failure = Error{.code = Errc::Timeout, .reason = "plugin_timeout"};
  run(seconds{90});
  EXPECT_TRUE(book_.passed_over.empty());
  plugin_.failure.reset();
  EXPECT_EQ(run(seconds{5}), (std::vector<std::string>{"a", "b"}));
}

TEST_F(JobRunnerTest, MissedRoundsAreMadeUpForByOne) {
  run(seconds{70});
  clock_.passed += seconds{600};
  EXPECT_EQ(run(seconds{30}), (std::vector<std::string>{"a", "b"}));
}

TEST_F(JobRunnerTest, ATenantThatBroughtTheProcessDownThreeTimesIsPassedOver) {
  book_.state = JobState{.job = "sweep", .place = {.round = Instant{kStart}}, .tries = 3};
  EXPECT_EQ(run(seconds{5}), (std::vector<std::string>{"b"}));
  EXPECT_EQ(book_.passed_over, (std::vector<std::string>{"a crashed"}));
}

TEST_F(JobRunnerTest, TheTryIsRememberedBeforeTheFirstCall) {
  plugin_.late = true;
  run(seconds{61});
  ASSERT_EQ(plugin_.waiting.size(), 1U);
  EXPECT_EQ(book_.state->tries, 1);
}

TEST_F(JobRunnerTest, ACommandBearsJobRoundAndPartInItsKey) {
  plugin_.answer = R"({"commands":[{"kind":"send","message":{}}]})";
  run(seconds{60});
  ASSERT_TRUE(shelf_.committed);
  ASSERT_EQ(shelf_.committed->effects.commands.size(), 1U);
  EXPECT_EQ(shelf_.committed->effects.commands[0].key,
            "org.example.loyalty/job/sweep/2023-11-14T22:15:00.000Z/0/1");
}

}  // namespace
}  // namespace herald::test

// Where jobs of plugins stand, on both databases.
#include "host/storage/jobs.hpp"

#include <algorithm>

#include "tests/contract/storage/records_fixture.hpp"

namespace herald::test {
namespace {

using domain::JobMove;
using domain::JobPlace;
using domain::JobState;

class JobContract : public RecordContract {
 protected:
  static Instant round(int number) { return Instant{std::chrono::seconds{1'800'000'000 + number}}; }
  static JobPlace at(int number, const std::string& tenant = {}, int part = 0) {
    return {.round = round(number), .tenant_done = domain::TenantId{tenant}, .part = part};
  }
  JobMove move(const JobPlace& from, const JobPlace& to) { return {"org.example.loyalty", job, from, to}; }
  JobState open(int first) {
    const auto state = store.commit<JobState>(
        [&](auto done) { jobs.open("org.example.loyalty", job, round(first), std::move(done)); });
    EXPECT_TRUE(state) << state.error().detail;
    return state ? *state : JobState{};
  }
  std::string advance(const JobPlace& from, const JobPlace& to) {
    const auto done = store.commit<Done>([&](auto each) { jobs.advance(move(from, to), std::move(each)); });
    return done ? "moved" : done.error().reason;
  }
  JobState stored() {
    const auto all = jobs.all("org.example.loyalty");
    EXPECT_TRUE(all);
    for (const JobState& one : *all)
      if (one.job == job) return one;
    ADD_FAILURE() << "there is no job " << job;
    return {};
  }
  const std::string job{"job_" + next_id().substr(9)};
  storage::StoredJobs jobs{store.writer, store.pool};
};

TEST_P(JobContract, ANewJobBeginsWithItsFirstRoundForGood) {
  EXPECT_EQ(open(60).place, at(60));
  EXPECT_EQ(open(120).place, at(60)) << "a round that is missed is not forgotten";
  EXPECT_EQ(open(30).place, at(30)) << "a shorter interval counts at once";
  EXPECT_EQ(stored().place, at(30));
  EXPECT_EQ(advance(at(30), at(30, store.tenant.text)), "moved");
  EXPECT_EQ(open(10).place, at(30, store.tenant.text)) << "a round under way is finished first";
}

TEST_P(JobContract, MovesOnlyFromWhereItStands) {
  open(60);
  EXPECT_EQ(advance(at(60), at(60, "", 1)), "moved");
  EXPECT_EQ(advance(at(60), at(60, "", 1)), "job_moved");
  EXPECT_EQ(advance(at(60, "", 1), at(60, store.tenant.text)), "moved");
  EXPECT_EQ(stored().place, at(60, store.tenant.text));
}

TEST_P(JobContract, EffectsHappenOnceWithTheMove) {
  open(60);
  const auto act = [&](const std::string& customer) {
    auto set = writes(R"({"writes":[)" + insert_of(customer) + "]}");
    set.effects.job = move(at(60), at(60, store.tenant.text));
    return commit(std::move(set));
  };
  EXPECT_TRUE(act("ann"));
  EXPECT_FALSE(act("bob"));
  EXPECT_EQ(refusal.substr(0, 9), "job_moved");
  EXPECT_EQ(found(R"({"limit":10})"), "ann ");
  EXPECT_EQ(stored().place, at(60, store.tenant.text));
}

TEST_P(JobContract, AFailedWriteLeavesTheJobWhereItWas) {
  open(60);
  RecordContract::open("ann");
  auto set = writes(R"({"writes":[)" + insert_of("ann") + "]}");
  set.effects.job = move(at(60), at(60, store.tenant.text));
  EXPECT_FALSE(commit(std::move(set)));
  EXPECT_EQ(stored().place, at(60));
}

TEST_P(JobContract, TriesAreRememberedUntilItMoves) {
  open(60);
  EXPECT_TRUE(
      store.commit<Done>([&](auto done) { jobs.note_try(move(at(60), at(60)), 2, std::move(done)); }));
  EXPECT_EQ(open(60).tries, 2);
  EXPECT_EQ(advance(at(60), at(60, "", 1)), "moved");
  EXPECT_EQ(open(60).tries, 0);
}

TEST_P(JobContract, ATenantThatIsPassedOverIsNamed) {
  open(60);
  EXPECT_TRUE(store.commit<Done>([&](auto done) {
    jobs.pass_over(move(at(60), at(60, store.tenant.text)), store.tenant, "plugin_threw", std::move(done));
  }));
  const JobState state = stored();
  EXPECT_EQ(state.place, at(60, store.tenant.text));
  EXPECT_EQ(state.faults, 1);
  EXPECT_EQ(state.fault_tenant, store.tenant);
  EXPECT_EQ(state.fault_reason, "plugin_threw");
  EXPECT_TRUE(state.fault_at);
}

TEST_P(JobContract, GoesOverActiveTenantsInOrder) {
  const auto next = jobs.next_tenant({});
  ASSERT_TRUE(next && *next);
  std::vector<std::string> all;
  for (auto one = next; one && *one; one = jobs.next_tenant(**one)) all.push_back((*one)->text);
  EXPECT_TRUE(std::ranges::is_sorted(all));
  EXPECT_NE(std::ranges::find(all, store.tenant.text), all.end());
  store.aside().execute("update tenant set status = 'SUSPENDED' where id = ?", storage::Row{store.tenant});
  for (auto one = jobs.next_tenant({}); one && *one; one = jobs.next_tenant(**one))
    EXPECT_NE(**one, store.tenant);
}

INSTANTIATE_TEST_SUITE_P(Storage, JobContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

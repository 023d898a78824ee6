#include "host/intake/policy.hpp"
#include "host/storage/policy_guards.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::MessageStatus;
using domain::PolicyVerdict;
using Kind = domain::IntentVerdict::Kind;
using std::chrono::hours;

class Policies : public LedgerContract {
 protected:
  domain::IntentVerdict ask_with(const domain::Message& message, PolicyVerdict policy,
                                 domain::AttemptId repeats = {}) {
    const auto done = store.commit<domain::IntentVerdict>([&](auto each) {
      store.ledger.intend({.id = domain::AttemptId{store.uuid()},
                           .message = message.id,
                           .tenant = message.tenant,
                           .channel = message.channel,
                           .address = {"phone", message.content.to_address},
                           .repeats = std::move(repeats),
                           .policy = std::move(policy)},
                          each);
    });
    EXPECT_TRUE(done);
    return done ? *done : domain::IntentVerdict{.kind = Kind::Gone};
  }
  /// A time of the precision that is stored.
  Instant later(hours ahead) { return store.clock.now() + ahead; }
  PolicyVerdict hold(Instant until) {
    return {.kind = PolicyVerdict::Kind::Hold, .reason = "night", .decider = "org.warden", .until = until};
  }
  const PolicyVerdict refusal{
      .kind = PolicyVerdict::Kind::Refuse, .reason = "sanctions", .text = "listed", .decider = "org.warden"};
  domain::Message queued() { return accept(store.request(fresh_number())).message; }
};

TEST_P(Policies, ARefusalAtTheMomentOfSendingRejectsWithoutAnAttempt) {
  const auto message = queued();
  EXPECT_EQ(ask_with(message, refusal).kind, Kind::Refused);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Rejected);
  EXPECT_EQ(seen.message.reason, "sanctions");
  EXPECT_EQ(seen.message.error_class, "blocked");
  EXPECT_EQ(seen.message.error_code, "sanctions");
  EXPECT_EQ(seen.message.error_text, "listed");
  EXPECT_TRUE(seen.attempts.empty());
  EXPECT_EQ(seen.timeline.back().event.type, "message.rejected");
  EXPECT_EQ(seen.timeline.back().event.data_json, R"({"reason":"sanctions","plugin":"org.warden"})");
  EXPECT_TRUE(works(later(hours{9'000})).empty());
  EXPECT_EQ(store.offers.ends.back(), std::pair(message.id, MessageStatus::Rejected));
}

TEST_P(Policies, AHoldPutsTheMessageAsideAndASecondOneForTheSameReasonIsNotTold) {
  const auto message = queued();
  const Instant first = later(hours{1});
  const auto verdict = ask_with(message, hold(first));
  EXPECT_EQ(verdict.kind, Kind::Held);
  EXPECT_EQ(verdict.due_at, first);
  auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Held);
  EXPECT_EQ(seen.message.reason, "night");
  EXPECT_EQ(seen.message.held_until, first);
  EXPECT_EQ(seen.timeline.back().event.type, "message.held");
  const std::size_t told = seen.timeline.size();
  EXPECT_TRUE(works(first - std::chrono::milliseconds{1}).empty());
  ASSERT_EQ(works(first).size(), 1U);
  ask_with(message, hold(later(hours{2})));
  seen = view(message.id);
  EXPECT_EQ(seen.timeline.size(), told);
  EXPECT_GT(seen.message.held_until, first);
  EXPECT_EQ(ask_with(message, {}).kind, Kind::Go);
  seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Sending);
  EXPECT_EQ(seen.message.reason, "");
  EXPECT_FALSE(seen.message.held_until);
}

TEST_P(Policies, AHeldMessageIsLookedAtWhenItsTimeIsOver) {
  auto request = store.request(fresh_number());
  const Instant expiry = later(hours{1});
  request.message.content.expires_at = expiry;
  const auto message = accept(request).message;
  EXPECT_EQ(ask_with(message, hold(later(hours{2}))).due_at, expiry);
  EXPECT_EQ(works(expiry).size(), 1U);
}

TEST_P(Policies, ASuppressionWinsOverAHold) {
  const auto message = queued();
  suppress({"phone", message.content.to_address});
  EXPECT_EQ(ask_with(message, hold(later(hours{1}))).kind, Kind::Suppressed);
  const std::string one = store.look("select id from suppression where tenant_id = ?", {store.tenant});
  EXPECT_EQ(view(message.id).timeline.back().event.data_json,
            R"({"reason":"suppressed","suppression":")" + one + "\"}");
}

TEST_P(Policies, ARepetitionThatIsRefusedLeavesTheMessageUnknown) {
  const auto message = queued();
  const auto attempt = intend(message);
  settle(message, attempt, {.certainty = domain::Certainty::Unknown}, store.clock.now());
  EXPECT_EQ(ask_with(message, hold(later(hours{1})), attempt).kind, Kind::Held);
  EXPECT_EQ(status(message), MessageStatus::Unknown);
  EXPECT_EQ(ask_with(message, refusal, attempt).kind, Kind::Refused);
  EXPECT_EQ(status(message), MessageStatus::Unknown);
  EXPECT_EQ(view(message.id).message.error_class, "");
}

TEST_P(Policies, AMessageMayBeRefusedOrHeldFromTheStart) {
  auto request = store.request(fresh_number());
  intake::apply_policy(request, refusal);
  const auto rejected = accept(request).message;
  EXPECT_TRUE(works(later(hours{9'000})).empty());
  EXPECT_EQ(view(rejected.id).message.error_text, "listed");
  EXPECT_NE(view(rejected.id).timeline.at(0).event.data_json.find(R"("plugin":"org.warden")"),
            std::string::npos);
  request = store.request(fresh_number());
  const Instant until = later(hours{1});
  intake::apply_policy(request, hold(until));
  const auto held = accept(request).message;
  EXPECT_EQ(view(held.id).message.held_until, until);
  EXPECT_EQ(store.offers.works.back().due_at, until);
  ASSERT_EQ(works(until).size(), 1U);
  EXPECT_EQ(works(until)[0].message.status, MessageStatus::Held);
}

TEST_P(Policies, AGuardIsKeptReplacedAndForgotten) {
  storage::StoredPolicyGuards guards{url(), store.clock};
  const auto all = [&] {
    std::string out;
    const auto read = guards.all();
    EXPECT_TRUE(read);
    for (const auto& guard : *read) out += guard.plugin + guard.filters + " ";
    return out;
  };
  const std::string plugin = "org." + store.uuid();
  ASSERT_TRUE(guards.keep({plugin, "[1]"}));
  ASSERT_TRUE(guards.keep({plugin, "[1]"}));
  EXPECT_NE(all().find(plugin + "[1] "), std::string::npos);
  ASSERT_TRUE(guards.keep({plugin, "[2]"}));
  EXPECT_NE(all().find(plugin + "[2] "), std::string::npos);
  ASSERT_TRUE(guards.forget(plugin));
  EXPECT_EQ(guards.forget(plugin).error().reason, "unknown_plugin");
  ASSERT_TRUE(guards.keep({plugin, "[3]"}));
  ASSERT_TRUE(guards.keep({plugin, ""}));
  EXPECT_EQ(all().find(plugin), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(On, Policies, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test

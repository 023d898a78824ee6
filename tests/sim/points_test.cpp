#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>

#include "tests/sim/world.hpp"

// Every point at which the machine may stop, one after the other, for a small story: the delivery contract of
// host/README.md.

namespace herald::sim {
namespace {

using std::chrono::milliseconds;

/// Three messages, each of another class: one taken, one taken without an answer, one refused by a gateway.
void tell(World& world) {
  world.far().script = {Fate::Accepts, Fate::BreaksAfter, Fate::Gateway};
  for (const char* message_class : {"otp", "transactional", "marketing"})
    world.wish(message_class, "SMS", true);
  for (int turns = 0; turns < 30; ++turns) {
    world.turn();
    world.clock().advance(milliseconds{50});
  }
}

Story small_story(const std::string& talent) {
  return {.seed = 5, .rough = false, .talent = talent, .timed = false};
}

class EveryChange : public testing::TestWithParam<std::tuple<Stop, std::string>> {};

TEST_P(EveryChange, OfTheDiskMayBeTheLastOne) {
  const auto& [how, talent] = GetParam();
  std::uint64_t changes = 0;
  {
    World calm{small_story(talent)};
    calm.settle_in();
    calm.far().manners.trouble = 0;
    changes = calm.disk().changes();
    tell(calm);
    changes = calm.disk().changes() - changes;
    calm.see_through();
    ASSERT_EQ(calm.ending().complaint, "");
  }
  ASSERT_GT(changes, 40U);
  for (std::uint64_t change = 1; change <= changes; ++change) {
    World world{small_story(talent)};
    world.settle_in();
    world.far().manners.trouble = 0;
    world.disk().stop_at(change, true, how);
    tell(world);
    world.see_through();
    const Ending end = world.ending();
    ASSERT_EQ(end.complaint, "") << "stopped before change " << change << "\n" << end.last;
    EXPECT_EQ(end.messages, 3) << "stopped before change " << change;
    EXPECT_GE(end.crashes, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(FaultPoints, EveryChange,
                         testing::Values(std::tuple{Stop::Power, std::string{"plain"}},
                                         std::tuple{Stop::Power, std::string{"looks"}},
                                         std::tuple{Stop::Kill, std::string{"keyed"}}),
                         [](const auto& at) {
                           return std::string{std::get<0>(at.param) == Stop::Power ? "Power" : "Kill"} +
                                  std::get<1>(at.param);
                         });

/// One message whose first request has that fate; the power fails after `turn` turns, or never.
Ending one_message(Fate fate, const std::string& message_class, const std::string& talent, int turn) {
  World world{small_story(talent)};
  world.settle_in();
  world.far().manners.trouble = 0;
  world.far().script = {fate};
  world.wish(message_class, "", true);
  for (int turns = 0; turns < 25; ++turns) {
    if (turns == turn) world.disk().stop_now(Stop::Power);
    world.turn();
    world.clock().advance(milliseconds{20});
  }
  world.see_through();
  return world.ending();
}

class EveryFate : public testing::TestWithParam<int> {};

TEST_P(EveryFate, OfARequestIsSurvivedAtEveryTurn) {
  const auto fate = static_cast<Fate>(GetParam());
  for (const std::string message_class : {"otp", "transactional", "marketing"})
    for (const std::string talent : {"plain", "looks", "keyed"})
      for (const int turn : {-1, 2, 3, 4, 5, 6, 9}) {
        const Ending end = one_message(fate, message_class, talent, turn);
        ASSERT_EQ(end.complaint, "") << message_class << " over " << talent << ", stopped after turn " << turn
                                     << "\n"
                                     << end.last;
        EXPECT_EQ(end.messages, 1);
        EXPECT_LE(end.acts, message_class == "otp" && talent != "keyed" ? 2 : 1)
            << message_class << " over " << talent << ", stopped after turn " << turn;
      }
}

INSTANTIATE_TEST_SUITE_P(NetworkStates, EveryFate, testing::Range(0, fates()),
                         [](const auto& at) { return std::string{to_text(static_cast<Fate>(at.param))}; });

TEST(NetworkStates, AMarketingMessageWithoutAnAnswerIsSentOnceAndAnOtpOnceMore) {
  EXPECT_EQ(one_message(Fate::BreaksBefore, "marketing", "plain", -1).acts, 0);
  EXPECT_EQ(one_message(Fate::Gateway, "marketing", "plain", -1).acts, 1);
  EXPECT_EQ(one_message(Fate::BreaksBefore, "otp", "plain", -1).acts, 1);
  EXPECT_EQ(one_message(Fate::BreaksBefore, "transactional", "plain", -1).acts, 0);
  EXPECT_EQ(one_message(Fate::BreaksBefore, "transactional", "keyed", -1).acts, 1);
  EXPECT_EQ(one_message(Fate::BreaksBefore, "marketing", "looks", -1).acts, 1);
}

}  // namespace
}  // namespace herald::sim

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "tests/sim/world.hpp"

// That a seed is a whole story, and that the watch is awake.

namespace herald::sim {
namespace {

/// What a program prints; with its exit code.
std::pair<std::string, int> output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return {out, -1};
  std::array<char, 512> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) out += piece.data();
  return {out, ::pclose(pipe)};
}

TEST(Story, OfASeedIsTheSameInOneProcessWhateverWasToldBefore) {
  for (std::uint64_t seed = 21; seed < 24; ++seed) {
    const Ending first = World{{.seed = seed, .steps = 200}}.run();
    const Ending other = World{{.seed = seed + 100, .steps = 50}}.run();
    const Ending second = World{{.seed = seed, .steps = 200}}.run();
    EXPECT_EQ(first.hash, second.hash) << "seed " << seed;
    EXPECT_NE(first.hash, other.hash);
  }
}

TEST(Story, OfASeedIsTheSameInEveryProcess) {
  const std::string command = std::string{HERALD_SIM} + " --seeds 31..33 --steps 200";
  const auto [first, code] = output_of(command);
  EXPECT_EQ(code, 0) << first;
  EXPECT_NE(first.find("\"hash\":\""), std::string::npos) << first;
  EXPECT_EQ(output_of(command).first, first);
}

TEST(Mutants, StillApplyToTheProduct) {
  int patches = 0;
  for (const auto& entry : std::filesystem::directory_iterator{HERALD_SOURCE_DIR "/tests/sim/mutants"}) {
    ++patches;
    const auto [said, code] = output_of("cd " HERALD_SOURCE_DIR " && patch -p1 --dry-run --force -i " +
                                        entry.path().string() + " 2>&1");
    EXPECT_EQ(code, 0) << entry.path() << "\n" << said;
  }
  EXPECT_GE(patches, 10);
}

TEST(Story, HasCrashesFaultsAndMessagesThatWereTakenTwice) {
  int crashes = 0, faults = 0, acts = 0, accepted = 0, twice = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Ending end = World{{.seed = seed, .steps = 300}}.run();
    EXPECT_EQ(end.complaint, "") << "seed " << seed << "\n" << end.last;
    crashes += end.crashes;
    faults += end.faults;
    acts += end.acts;
    accepted += end.messages;
    twice += end.twice;
  }
  EXPECT_GT(crashes, 20);
  EXPECT_GT(faults, 20);
  EXPECT_GT(accepted, 150);
  EXPECT_GT(acts, 80);
  EXPECT_GT(twice, 0);
}

/// One message that its provider took.
void tell_of_one(World& world) {
  world.settle_in();
  world.far().manners.trouble = 0;
  world.wish("transactional", "SMS", true);
  for (int turns = 0; turns < 20; ++turns)
    world.turn(), world.clock().advance(std::chrono::milliseconds{100});
  ASSERT_EQ(world.far().acts().size(), 1U);
  ASSERT_EQ(world.watch().complaint(), "");
}

TEST(Story, EndsWithAComplaintWhenARequestIsSentTwice) {
  World world{{.rough = false, .talent = "plain", .timed = false}};
  tell_of_one(world);
  world.watch().acted(world.far().acts()[0]);
  world.watch().look();
  EXPECT_NE(world.watch().complaint().find("the request of attempt"), std::string::npos);
}

/// What the carrier of a node would be given for that attempt.
domain::OutboundRequest request_of(const World& world, const Act& act) {
  return {.url = "http://far/" + world.channels()[0].text + "/v1/messages",
          .body = R"({"client_ref":")" + act.attempt + R"(","message_ref":")" + act.message + R"("})"};
}

TEST(Story, HasProvidersThatActOnEveryRequestUnlessTheyHaveIdempotencyKeys) {
  for (const std::string talent : {"plain", "looks", "keyed"}) {
    World world{{.rough = false, .talent = talent, .timed = false}};
    tell_of_one(world);
    world.far().send(&world, request_of(world, world.far().acts()[0]), {});
    for (int turns = 0; turns < 10; ++turns)
      world.clock().advance(std::chrono::milliseconds{100}), world.far().step();
    EXPECT_EQ(world.far().acts().size(), talent == "keyed" ? 1U : 2U) << talent;
  }
}

TEST(Story, EndsWithAComplaintWhenARequestIsBegunMoreOftenThanIntended) {
  World world{{.rough = false, .talent = "keyed", .timed = false}};
  tell_of_one(world);
  world.watch().begun(world.far().acts()[0].attempt);
  EXPECT_NE(world.watch().complaint().find("was begun again without another intent"), std::string::npos);
}

TEST(Story, EndsWithAComplaintWhenARequestIsBegunThatWasCalledNotSent) {
  World world{{.rough = false, .talent = "plain", .timed = false}};
  world.settle_in();
  world.far().script = {Fate::Limits};
  std::string attempt;
  world.far().on_begin = [&](const std::string& begun) { attempt = attempt.empty() ? begun : attempt; };
  world.wish("transactional", "SMS", true);
  for (int turns = 0; turns < 10; ++turns)
    world.turn(), world.clock().advance(std::chrono::milliseconds{100});
  ASSERT_EQ(world.watch().complaint(), "");
  world.watch().begun(attempt);
  EXPECT_EQ(world.watch().complaint(), "attempt " + attempt + " was begun although it is NOT_SENT");
}

/// What somebody does to a database behind the watch's back, and what it says to that.
struct Tampering {
  const char* name;
  const char* sql;
  const char* complaint;
};

class Tampered : public testing::TestWithParam<Tampering> {};

TEST_P(Tampered, DatabasesAreComplainedOf) {
  World world{{.rough = false, .talent = "plain", .timed = false}};
  world.far().manners.echo = world.far().manners.silent = 0;
  tell_of_one(world);
  world.see_through();
  ASSERT_EQ(world.watch().complaint(), "");
  storage::Connection{database_url(), storage::Access::Write}.execute(GetParam().sql);
  world.watch().look_at_the_end(world.far());
  EXPECT_NE(world.watch().complaint().find(GetParam().complaint), std::string::npos)
      << world.watch().complaint();
}

INSTANTIATE_TEST_SUITE_P(
    Story, Tampered,
    testing::Values(Tampering{"StatusBack",
                              "update communication_message set status = 'QUEUED', version = version + 1",
                              "to QUEUED"},
                    Tampering{"StatusOfNoAttempt",
                              "update communication_message set status = 'READ', version = version + 1",
                              "is READ and its attempts prove"},
                    Tampering{"AttemptAndMessageApart", "update delivery_attempt set state = 'DELIVERED'",
                              "and its attempts prove DELIVERED"},
                    Tampering{"VersionWithoutARow", "update communication_message set version = version + 1",
                              "and its journal ends with"},
                    Tampering{"ReceiptNowhere", "update delivery_attempt set provider_message_id = ''",
                              "was answered 200 and is nowhere"}),
    [](const auto& at) { return std::string{at.param.name}; });

TEST(Story, EndsWithAComplaintWhenTheDiskForgetsWhatWasAnswered) {
  World world{{.rough = false, .talent = "plain", .timed = false}};
  world.settle_in();
  world.watch().accepted(77, "019ca6b3-0000-7000-8000-000000000000");
  world.watch().look();
  EXPECT_NE(world.watch().complaint().find("was accepted and is not there"), std::string::npos);
}

}  // namespace
}  // namespace herald::sim

#include "host/plugins/generations.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace herald::plugins {
namespace {

using std::chrono::seconds;
constexpr Tick kSwapStart{seconds{100}};

/// A generation without a plugin behind it: only its place in the table matters here.
Generation generation(const std::string& version) {
  const Manifest manifest{.id = "org.p", .version = version, .name = {}, .provider = "p"};
  return {.digest = version,
          .provider = std::make_shared<Provider>(manifest, Portrait{}, nullptr, LaneLimits{})};
}

std::string states(const Generations& table) {
  std::string text;
  for (const GenerationReport& each : table.reports())
    text += each.version + ' ' + std::string{to_text(each.state)} + "; ";
  return text;
}

TEST(Generations, WhatWasHandedOutKeepsTheOldOneDraining) {
  Generations table{seconds{30}};
  table.activate(generation("1"), kSwapStart);
  auto held = table.current("p");
  table.activate(generation("2"), kSwapStart);
  EXPECT_EQ(table.current("p").provider->manifest().version, "2");
  EXPECT_TRUE(table.step(kSwapStart));
  EXPECT_EQ(states(table), "1 draining; 2 active; ");
  EXPECT_EQ(held.provider->lane()->state(), LaneState::Open) << "calls under way still end on it";
  held = {};
  EXPECT_FALSE(table.step(kSwapStart));
  EXPECT_EQ(states(table), "1 standby; 2 active; ");
}

TEST(Generations, WhatDoesNotDrainInTimeIsOrphanedAndRetiresWhenItIsOver) {
  Generations table{seconds{30}};
  table.activate(generation("1"), kSwapStart);
  auto held = table.current("p");
  table.withdraw("p", kSwapStart);
  EXPECT_EQ(table.current("p").provider, nullptr);
  table.step(kSwapStart + seconds{29});
  EXPECT_EQ(states(table), "1 draining; ");
  table.step(kSwapStart + seconds{30});
  EXPECT_EQ(states(table), "1 orphaned; ");
  held = {};
  table.step(kSwapStart + seconds{31});
  EXPECT_EQ(states(table), "1 retired; ");
}

TEST(Generations, ARollbackServesBeforeTheLaterOneHasDrained) {
  Generations table{seconds{30}};
  table.activate(generation("1"), kSwapStart);
  table.activate(generation("2"), kSwapStart);
  const auto held = table.current("p");
  ASSERT_TRUE(table.rollback("p", kSwapStart));
  EXPECT_EQ(table.current("p").generation, 1u);
  table.step(kSwapStart);
  EXPECT_EQ(states(table), "1 active; 2 draining; ");
}

TEST(Generations, EveryLaneHasAThreadFromItsActivationToItsRetirement) {
  Generations table{seconds{30}};
  int threads = 0;
  table.activate(generation("1"), kSwapStart);
  table.start_lanes([&threads](const std::shared_ptr<Lane>&) {
    ++threads;
    return std::shared_ptr<void>{&threads, [](int* count) { --*count; }};
  });
  EXPECT_EQ(threads, 1);
  table.activate(generation("2"), kSwapStart);
  EXPECT_EQ(threads, 2) << "the one that waits for a rollback keeps its own";
  table.withdraw("p", kSwapStart);
  table.step(kSwapStart);
  EXPECT_EQ(threads, 0);
}

TEST(Generations, ReadersNeverMissAPluginWhileItIsSwapped) {
  Generations table{seconds{30}};
  table.activate(generation("0"), kSwapStart);
  std::atomic<bool> over{false};
  std::atomic<int> missed{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!over) {
        const Current current = table.current("p");
        if (!current.provider || current.provider->lane()->state() != LaneState::Open) ++missed;
      }
    });
  for (int i = 1; i <= 300; ++i) {
    table.activate(generation(std::to_string(i)), kSwapStart);
    if (i % 3 == 0) {
      EXPECT_TRUE(table.rollback("p", kSwapStart));
    }
    table.step(kSwapStart);
  }
  over = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(missed, 0);
}

}  // namespace
}  // namespace herald::plugins

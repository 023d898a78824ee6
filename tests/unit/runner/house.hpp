#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "host/plugins/runner_instance.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::runner::testing {

/// A monotonic clock that moves when it is told to.
class HandClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{}; }
  [[nodiscard]] Tick tick() const override { return tick_; }
  void advance(std::chrono::milliseconds by) { tick_ += by; }

 private:
  Tick tick_{std::chrono::hours{1}};
};

/// Fixture plugins, each in a real process of its own. [one thread]
class RunnerHouse : public ::testing::Test {
 protected:
  Result<std::shared_ptr<plugins::Instance>> open(std::string_view name) {
    plugins::RunnerSettings settings;
    settings.executable = HERALD_RUNNER;
    settings.longest_call = limit_;
    settings.longest_start = std::chrono::seconds{30};
    settings.memory_bytes = memory_;
    settings.clock = clock_;
    return plugins::RunnerInstance::open(
        {.settings = settings,
         .staged = scratch_.put(std::string{name} + ".so", plugins::testing::fixture(name)),
         .log = [this](int, std::string_view event, std::string_view) { said_.emplace_back(event); },
         .random = random_});
  }
  static Result<plugins::Reply> plan(plugins::Instance& plugin, std::string op, std::string bytes = "") {
    return plugin.plan({.tenant = domain::TenantId{"t1"}, .op = std::move(op), .bytes = std::move(bytes)});
  }
  /// A call that must fail; its reason.
  static std::string failure(plugins::Instance& plugin, std::string op) {
    const auto reply = plan(plugin, std::move(op));
    EXPECT_FALSE(reply);
    return reply ? "" : reply.error().reason + ": " + reply.error().detail;
  }
  std::chrono::milliseconds limit_{20'000};
  std::uint64_t memory_{std::uint64_t{512} << 20U};
  std::shared_ptr<HandClock> clock_{std::make_shared<HandClock>()};
  plugins::testing::Scratch scratch_;
  SystemRandom random_;
  std::vector<std::string> said_;
};

}  // namespace herald::runner::testing

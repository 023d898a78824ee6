#include "host/app/feature_means.hpp"

#include <algorithm>

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kLongestNap{1'000};
constexpr std::chrono::seconds kLongestOpening{10};
constexpr std::chrono::milliseconds kOpeningTurn{20};

/// A thread that steps `owner` and waits as long as it says.
template <class Owner>
std::unique_ptr<Loop> loop_of(const char* name, Owner& owner, const Clock& clock) {
  return std::make_unique<Loop>(
      name,
      [&owner, &clock] {
        const Tick now = clock.tick();
        owner.wait(std::clamp<Tick::duration>(owner.step(now) - now, Tick::duration{0}, kLongestNap));
      },
      [&owner] { owner.wake(); });
}

}  // namespace

FeatureMeans::FeatureMeans(Ground ground)
    : clock_{ground.clock},
      store_{ground.store},
      log_{ground.log},
      hall_{ground.catalog, ground.clock, ground.grants, ground.store.guards},
      desk_{{hall_, ground.store.records, ground.store.records, ground.clock, ground.random}},
      filters_{hall_, ground.store.records},
      policy_{{hall_, ground.store.records, ground.clock, ground.log}},
      events_{{},
              {hall_, ground.store.records, ground.store.records, ground.store.journal,
               ground.store.consumers, ground.clock, ground.random, ground.log}},
      jobs_{{},
            {hall_, ground.store.records, ground.store.records, ground.store.jobs, ground.clock,
             ground.random, ground.log, &ground.store.served}} {}

void FeatureMeans::start() {
  policy_loop_ = loop_of("policy", policy_, clock_);
  const Tick until = clock_.tick() + kLongestOpening;
  do {
    events_.step(clock_.tick());
    events_.wait(kOpeningTurn);
  } while (!events_.open() && clock_.tick() < until);
}

void FeatureMeans::start_consequences(domain::Entrance& entrance) {
  commands_ = std::make_unique<features::CommandRunner>(
      features::CommandRunner::Means{store_.commands, entrance, clock_, log_});
  commands_loop_ = loop_of("commands", *commands_, clock_);
  events_loop_ = loop_of("events", events_, clock_);
  jobs_loop_ = loop_of("jobs", jobs_, clock_);
}

void FeatureMeans::stop_consequences() {
  jobs_loop_.reset();
  events_loop_.reset();
  commands_loop_.reset();
}

void FeatureMeans::stop() { policy_loop_.reset(); }

}  // namespace herald::app

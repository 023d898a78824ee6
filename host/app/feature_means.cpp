#include "host/app/feature_means.hpp"

#include <algorithm>

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kLongestNap{1'000};

}  // namespace

FeatureMeans::FeatureMeans(Ground ground)
    : clock_{ground.clock},
      hall_{ground.catalog, ground.clock, ground.grants, ground.store.guards},
      desk_{{hall_, ground.store.records, ground.store.records, ground.clock, ground.random}},
      filters_{hall_, ground.store.records},
      policy_{{hall_, ground.store.records, ground.clock, ground.log}} {}

void FeatureMeans::start() {
  policy_loop_ = std::make_unique<Loop>(
      "policy",
      [this] {
        const Tick now = clock_.tick();
        policy_.wait(std::clamp<Tick::duration>(policy_.step(now) - now, Tick::duration{0}, kLongestNap));
      },
      [this] { policy_.wake(); });
}

void FeatureMeans::stop() { policy_loop_.reset(); }

}  // namespace herald::app

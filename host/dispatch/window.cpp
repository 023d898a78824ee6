#include "host/dispatch/window.hpp"

namespace herald::dispatch {
namespace {

constexpr std::chrono::seconds kSweepEvery{Window::kHorizon / 2};
constexpr std::chrono::milliseconds kTryAgain{500};

}  // namespace

bool Window::room(const FairQueue& queue) const { return !queue.full(); }

bool Window::step(FairQueue& queue, Instant now, Tick tick) {
  if (tick < rest_until_) return true;
  if (!sweeping_ && (missed_ ? room(queue) : tick >= next_sweep_)) {
    sweeping_ = true;
    missed_ = false;
    place_ = {};
    next_sweep_ = tick;
  }
  if (!sweeping_ || tick < next_sweep_ || !room(queue)) return true;
  auto page = source_.load(now + kHorizon, place_, kPage);
  if (!page) {
    next_sweep_ = tick + kTryAgain;
    return false;
  }
  for (domain::Work& work : *page) {
    const domain::WorkPlace place{.due_at = work.due_at, .message = work.message.id};
    if (!queue.add(std::move(work), now)) return true;  // goes on from place_ when there is room
    place_ = place;
  }
  if (page->size() < static_cast<std::size_t>(kPage)) {
    sweeping_ = false;
    next_sweep_ = tick + kSweepEvery;
  }
  return true;
}

Tick Window::next(const FairQueue& queue, Tick now) const {
  if (sweeping_) return room(queue) ? std::max({now, next_sweep_, rest_until_}) : Tick::max();
  if (missed_ && room(queue)) return std::max(now, rest_until_);
  return next_sweep_;
}

}  // namespace herald::dispatch

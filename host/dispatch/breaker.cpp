#include "host/dispatch/breaker.hpp"

#include <algorithm>

namespace herald::dispatch {

std::optional<Tick> Breaker::next(Tick now) const {
  if (probing_) return std::nullopt;
  return open_until_ ? std::max(now, *open_until_) : now;
}

bool Breaker::start(Tick now) {
  probing_ = state(now) == State::HalfOpen;
  return probing_;
}

void Breaker::end(Health health, bool probe, Tick now) {
  if (probe) {
    probing_ = false;
    if (health == Health::Bad) open(std::min(open_for_ * 2, policy_.longest_open), now);
    if (health == Health::Good) *this = Breaker{policy_};
    return;
  }
  if (open_until_) return;
  if (health == Health::Good) failures_ = 0;
  if (health == Health::Bad && ++failures_ >= policy_.failures) open(policy_.first_open, now);
}

Breaker::State Breaker::state(Tick now) const {
  if (!open_until_) return State::Closed;
  return now < *open_until_ ? State::Open : State::HalfOpen;
}

void Breaker::open(std::chrono::milliseconds time, Tick now) {
  open_for_ = std::min(time, policy_.longest_open);
  open_until_ = now + open_for_;
}

}  // namespace herald::dispatch

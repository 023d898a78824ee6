#include "host/dispatch/token_bucket.hpp"

#include <algorithm>
#include <chrono>

namespace herald::dispatch {

TokenBucket::TokenBucket(double rate, double burst, Tick now)
    : rate_{rate}, burst_{std::max(burst, 1.0)}, tokens_{burst_}, filled_{now}, paused_until_{now} {}

void TokenBucket::refill(Tick now) {
  if (now <= filled_) return;
  const std::chrono::duration<double> passed = now - filled_;
  tokens_ = std::min(burst_, tokens_ + passed.count() * rate_);
  filled_ = now;
}

bool TokenBucket::take(Tick now) {
  if (now < paused_until_) return false;
  if (rate_ <= 0) return true;
  refill(now);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

Tick TokenBucket::next(Tick now) const {
  if (rate_ <= 0 || tokens_ >= 1) return std::max(now, paused_until_);
  const std::chrono::duration<double> missing{(1 - tokens_) / rate_};
  // One microsecond more than computed, so that rounding never wakes the caller a moment too early.
  const auto wait =
      std::chrono::duration_cast<std::chrono::nanoseconds>(missing) + std::chrono::microseconds{1};
  return std::max(filled_ + wait, paused_until_);
}

void TokenBucket::pause_until(Tick until) { paused_until_ = std::max(paused_until_, until); }

}  // namespace herald::dispatch

#pragma once
#include "host/base/clock.hpp"

namespace herald::dispatch {

/// A rate with a burst, on the monotonic clock. [one thread]
class TokenBucket {
 public:
  /// `rate` tokens per second up to `burst` (at least 1) at once; rate 0 means without limit.
  TokenBucket(double rate, double burst, Tick now);
  /// Takes one token if there is one.
  bool take(Tick now);
  /// When the next token will be there; `now` or earlier when one is there already.
  [[nodiscard]] Tick next(Tick now) const;
  /// Nothing is given before this time (a provider's Retry-After for the whole account).
  void pause_until(Tick until);
  [[nodiscard]] Tick paused_until() const { return paused_until_; }

 private:
  void refill(Tick now);
  double rate_;
  double burst_;
  double tokens_;
  Tick filled_;
  Tick paused_until_;
};

}  // namespace herald::dispatch

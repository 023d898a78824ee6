#pragma once
#include <chrono>
#include <optional>

#include "host/base/random.hpp"

namespace herald::dispatch {

/// How long to wait between delivery attempts.
struct RetryPolicy {
  std::chrono::milliseconds first_delay{1'000};      ///< ceiling of the wait after the first failure
  std::chrono::milliseconds longest_delay{900'000};  ///< ceiling of every later wait
  int attempts{6};                                   ///< in total, the first included
};

/// The wait before attempt `next_attempt` (2 = first retry), or nothing when the attempts are used up.
/// Full jitter: uniform between 0 and a ceiling that doubles. A provider's own wish is the least; what is
/// longer than a day is cut. [any thread]
std::optional<std::chrono::milliseconds> delay_before(const RetryPolicy& policy, int next_attempt,
                                                      std::optional<std::chrono::milliseconds> provider_wish,
                                                      Random& random);

}  // namespace herald::dispatch

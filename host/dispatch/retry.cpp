#include "host/dispatch/retry.hpp"

#include <algorithm>

namespace herald::dispatch {
namespace {

constexpr std::chrono::milliseconds kLongestWish{std::chrono::hours{24}};

}  // namespace

std::optional<std::chrono::milliseconds> delay_before(const RetryPolicy& policy, int next_attempt,
                                                      std::optional<std::chrono::milliseconds> provider_wish,
                                                      Random& random) {
  if (next_attempt > policy.attempts) return std::nullopt;
  auto ceiling = policy.first_delay;
  for (int step = 2; step < next_attempt && ceiling < policy.longest_delay; ++step) ceiling *= 2;
  ceiling = std::min(ceiling, policy.longest_delay);
  const std::chrono::milliseconds jittered{random.below(static_cast<std::uint64_t>(ceiling.count()) + 1)};
  if (!provider_wish) return jittered;
  // On top of what the provider asked for, so that all its callers do not come back at one moment.
  const auto wish = std::clamp(*provider_wish, std::chrono::milliseconds{0}, kLongestWish);
  return wish + std::min(jittered, wish / 10 + std::chrono::milliseconds{50});
}

}  // namespace herald::dispatch

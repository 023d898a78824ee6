#include "host/dispatch/failover.hpp"

#include <algorithm>
#include <array>

namespace herald::dispatch {
namespace {

constexpr std::array<std::string_view, 5> kAtOnce{"auth", "config", "quota", "unsupported", "internal"};
constexpr std::array<std::string_view, 2> kInTime{"transient", "provider_down"};
constexpr int kPatience = 2;  ///< attempts over a channel that does not work

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// Our own troubles with the message would be the same over any channel.
bool ours(std::string_view code) {
  return code.starts_with("attachment_") || code == "shutdown" || code == "start_deadline" ||
         code == "body_missing";
}

}  // namespace

bool leaves_channel(const Conclusion& conclusion, int attempt, bool will_be_retried) {
  const domain::Outcome& outcome = conclusion.outcome;
  if (outcome.certainty != domain::Certainty::NotSent || ours(outcome.error_code)) return false;
  if (among(kAtOnce, outcome.error_class)) return true;
  if (!among(kInTime, outcome.error_class)) return false;
  if (!will_be_retried) return true;
  return attempt >= kPatience && !conclusion.wait;
}

}  // namespace herald::dispatch

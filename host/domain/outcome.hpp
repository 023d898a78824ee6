#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "host/base/clock.hpp"
#include "host/domain/cost.hpp"
#include "host/domain/ids.hpp"
#include "host/domain/status.hpp"

namespace herald::domain {

/// How an attempt ended as far as this node knows (design D3).
enum class Certainty : std::uint8_t { Accepted, NotSent, Unknown };

/// What follows when an attempt was certainly not sent.
enum class Next : std::uint8_t { Final, Retry };

/// The end of one attempt. [value]
struct Outcome {
  Certainty certainty{Certainty::Unknown};
  Next next{Next::Final};
  std::string provider_id{};
  std::string error_class{};  ///< closed list of sdk.md; empty when accepted
  std::string error_code{};   ///< the provider's code, or ours ("timeout", "guard_refused")
  std::string error_text{};   ///< redacted
  std::string detail{};       ///< the provider's own status word
  int segments{0};            ///< 0: not told
  std::optional<Cost> cost{};
  std::string
      reached_at{};  ///< of an accepted one: the number by which the provider knows the person (E.164)
};

/// One thing a provider told us about a message after the exchange. [value]
struct Receipt {
  ChannelId channel{};
  std::string provider_id{};
  std::string attempt_ref{};  ///< our attempt id when it was echoed, else empty
  AttemptState state{AttemptState::Sent};
  std::string error_class{};
  std::string error_code{};
  std::string error_text{};
  std::string detail{};
  std::optional<Instant> occurred_at{};
  int segments{0};             ///< 0: not told
  std::optional<Cost> cost{};  ///< of the whole message
};

}  // namespace herald::domain

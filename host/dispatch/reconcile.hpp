#pragma once
#include <chrono>
#include <string>

#include "host/dispatch/judge.hpp"
#include "host/domain/ports.hpp"

namespace herald::dispatch {

/// How long an attempt may stay unknown before the class of its message decides (design D3).
struct UnknownLimits {
  std::chrono::seconds otp{30};
  std::chrono::seconds transactional{900};
  std::chrono::seconds marketing{900};
};

/// What the decision about an unknown outcome depends on. [value]
struct UnknownCase {
  std::string message_class{};
  domain::OpenAttempt open{};
  std::optional<Instant> expires_at{};
  int most_attempts{1};         ///< of one message
  bool lookup{false};           ///< the provider can be asked
  bool idempotency_key{false};  ///< the provider delivers a repeated attempt_ref once
};

/// What becomes of it while no receipt and no look-up has told.
struct UnknownDecision {
  enum class Kind : std::uint8_t { Wait, Repeat, GiveUp };
  Kind kind{Kind::Wait};
  Instant at{};          ///< Wait: when to look again
  std::string reason{};  ///< GiveUp: why it is not sent again
};

// All pure. [any thread]

/// Until the deadline of its class it waits, looking in between where the provider can be asked: after 5 s,
/// then each time as long as it has been unknown. Then `otp` is sent again, `transactional` only where the
/// provider has idempotency keys, `marketing` never.
UnknownDecision decide(const UnknownCase& unknown, const UnknownLimits& limits, Instant now);

/// The end of a look-up. Proof is only what a complete answer says about the message: a 2xx with accepted,
/// rejected or retry ("certainly does not have it"), a 404 with retry. All else leaves it unknown.
Conclusion judge_look_up(const Verdict& verdict, int status);

/// The input document of op `lookup` (sdk/README.md); `ref` is the attempt_ref that the provider was given.
std::string look_up_input(const domain::Message& message, const domain::OpenAttempt& open,
                          const std::string& ref, Instant now);

}  // namespace herald::dispatch

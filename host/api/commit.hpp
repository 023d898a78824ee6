#pragma once
#include <chrono>
#include <utility>

#include "host/base/pending.hpp"
#include "host/domain/ports.hpp"

namespace herald::api {

inline constexpr std::chrono::milliseconds kCommitDeadline = std::chrono::seconds{30};

/// The commit may still happen: only a repeat with the same Idempotency-Key tells.
inline Error outcome_unknown() {
  return {.code = Errc::Unavailable,
          .reason = "outcome_unknown",
          .detail = "the outcome is not known yet; repeat the request with the same Idempotency-Key"};
}

/// Starts an asynchronous step and blocks until its completion was called. Unavailable/"outcome_unknown" when
/// that takes longer than `deadline`, or when the step was dropped without an answer. [any thread]
template <class T, class Start>
Result<T> wait_for_commit(std::chrono::milliseconds deadline, Start&& start) {
  Pending<T> pending;
  std::forward<Start>(start)(domain::Completion<T>{pending.completion()});
  auto result = pending.wait(deadline);
  return result ? *std::move(result) : Result<T>{outcome_unknown()};
}

}  // namespace herald::api

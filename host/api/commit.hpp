#pragma once
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "host/base/result.hpp"
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
  // Shared with the completion, which may be called long after this function gave up.
  const auto promise = std::make_shared<std::promise<Result<T>>>();
  std::future<Result<T>> future = promise->get_future();
  std::forward<Start>(start)(
      domain::Completion<T>{[promise](Result<T> result) { promise->set_value(std::move(result)); }});
  if (future.wait_for(deadline) != std::future_status::ready) return outcome_unknown();
  try {
    return future.get();
  } catch (const std::future_error&) {
    return outcome_unknown();  // the writer went down with the step still in its queue
  }
}

}  // namespace herald::api

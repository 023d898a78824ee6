#pragma once
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "host/base/result.hpp"

namespace herald {

/// One answer that another thread will bring. Whoever brings it may be later than whoever waits: both hold
/// what they share. [one thread waits, any thread answers]
template <class T>
class Pending {
 public:
  Pending() : future_{promise_->get_future()} {}

  /// What brings the answer; to be called at most once, also when this object is gone. Does not block.
  [[nodiscard]] auto completion() {
    return [promise = promise_](Result<T> result) { promise->set_value(std::move(result)); };
  }
  /// The answer, once. Nothing when it has not come within `longest`, or when it never will, because the
  /// completion was dropped.
  [[nodiscard]] std::optional<Result<T>> wait(std::chrono::milliseconds longest) {
    promise_.reset();  // from here on only the completion can answer
    if (future_.wait_for(longest) != std::future_status::ready) return std::nullopt;
    try {
      return future_.get();
    } catch (const std::future_error&) {
      return std::nullopt;  // who was to answer has gone without a word
    }
  }

 private:
  // Shared by this object, until it waits, and by the completion.
  std::shared_ptr<std::promise<Result<T>>> promise_{std::make_shared<std::promise<Result<T>>>()};
  std::future<Result<T>> future_;
};

}  // namespace herald

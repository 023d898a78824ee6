#pragma once
#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "host/base/result.hpp"

namespace herald::inbound {

/// Waits for a completion that may also come after the deadline, when nobody listens any more.
template <class T>
class Waiting {
 public:
  // Shared by the waiting thread and by the completion, whichever lives longer.
  Waiting() : promise_{std::make_shared<std::promise<Result<T>>>()}, future_{promise_->get_future()} {}
  auto completion() {
    return [promise = promise_](Result<T> result) { promise->set_value(std::move(result)); };
  }
  Result<T> wait(std::chrono::milliseconds longest) {
    if (future_.wait_for(longest) == std::future_status::ready) return future_.get();
    return Error{.code = Errc::Timeout, .reason = "deadline", .detail = "no answer in time"};
  }

 private:
  std::shared_ptr<std::promise<Result<T>>> promise_;
  std::future<Result<T>> future_;
};

}  // namespace herald::inbound

#pragma once
#include "host/base/pending.hpp"

namespace herald::inbound {

/// A Pending for whom silence is an error. [one thread waits, any thread answers]
template <class T>
class Waiting {
 public:
  auto completion() { return pending_.completion(); }
  /// Timeout/"deadline".
  Result<T> wait(std::chrono::milliseconds longest) {
    if (auto answer = pending_.wait(longest)) return *std::move(answer);
    return Error{.code = Errc::Timeout, .reason = "deadline", .detail = "no answer in time"};
  }

 private:
  Pending<T> pending_;
};

}  // namespace herald::inbound

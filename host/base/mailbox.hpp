#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace herald {

/// Values handed from any thread to the one thread that owns the box. [any thread puts, one thread takes]
/// Unbounded: the senders are bounded by what they have in flight.
template <class T>
class Mailbox {
 public:
  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void put(T value) {
    bool was_idle = false;
    {
      const std::scoped_lock lock{mutex_};
      values_.push_back(std::move(value));
      was_idle = std::exchange(idle_, false);
    }
    if (was_idle) ready_.notify_one();
  }
  /// Everything that has arrived, oldest first; empty at once when there is nothing.
  [[nodiscard]] std::vector<T> take() {
    const std::scoped_lock lock{mutex_};
    return std::exchange(values_, {});
  }
  /// Waits until something has arrived, wake() was called, or `longest` has passed.
  void wait(std::chrono::nanoseconds longest) {
    std::unique_lock lock{mutex_};
    if (values_.empty() && !woken_) {
      idle_ = true;
      ready_.wait_for(lock, longest, [&] { return !values_.empty() || woken_; });
      idle_ = false;
    }
    woken_ = false;
  }
  /// Ends the present or the next wait().
  void wake() {
    {
      const std::scoped_lock lock{mutex_};
      woken_ = true;
      idle_ = false;
    }
    ready_.notify_one();
  }
  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock{mutex_};
    return values_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<T> values_;
  bool idle_{false};
  bool woken_{false};
};

}  // namespace herald

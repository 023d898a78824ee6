#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace herald::http {

/// Holds handlers until the test lets them go. Every wait ends after five seconds. [any thread]
class Gate final {
 public:
  /// Called by the handler.
  void pass() {
    std::unique_lock lock{mutex_};
    ++waiting_;
    changed_.notify_all();
    changed_.wait_for(lock, std::chrono::seconds{5}, [&] { return open_; });
    --waiting_;
  }
  /// Waits until `count` handlers are held; false when they do not come.
  bool holds(int count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{5}, [&] { return waiting_ == count; });
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_{0};
  bool open_{false};
};

}  // namespace herald::http

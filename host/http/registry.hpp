#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unordered_set>

namespace herald::http {

/// What others may know about a connection. Owned by its connection, which keeps the descriptor open
/// meanwhile.
struct Live {
  int descriptor{-1};
  std::atomic<bool> idle{false};  ///< between two requests
};

/// The connections being served, so that silent ones can be closed from outside. [any thread]
/// Closing means shutting the socket down: the thread that reads it wakes up and closes it itself.
class Registry final {
 public:
  void add(Live& live);
  void remove(Live& live);

  /// Marks the server as going down and closes every connection between two requests; others look at
  /// draining() when done, or when their first request does not come.
  void drain();
  [[nodiscard]] bool draining() const { return draining_.load(); }
  /// False when connections are left after `longest`.
  bool wait_until_empty(std::chrono::milliseconds longest);
  /// Cuts off every connection, busy or not.
  void cut_all();

 private:
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::unordered_set<Live*> lives_;
  std::atomic<bool> draining_{false};
};

}  // namespace herald::http

#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"

namespace herald::streams {

/// Finds the addresses of names with the machine's resolver, which blocks: on the threads that host/app lends
/// to step(). [any thread]
class Resolver final {
 public:
  using Addresses = std::vector<std::string>;  ///< in their canonical notation
  using Done = std::function<void(Result<Addresses>)>;

  /// `done` is called once: at once for a literal address, else by a step(), or by close(). Errors:
  /// NotFound/"dns", Timeout/"dns" (nobody came to it before `until`), Unavailable/"shutdown".
  void ask(std::string host, Tick until, Done done);
  /// Answers at most one question.
  void step(const Clock& clock);
  /// Waits for a question, wake() or `longest`.
  void wait(std::chrono::milliseconds longest);
  void wake();
  /// Refuses what waits and all that comes.
  void close();

 private:
  struct Question {
    std::string host;
    Tick until;
    Done done;
  };
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Question> waiting_;
  bool closed_{false};
};

}  // namespace herald::streams

#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace herald::http {

/// How a server leaves a socket that others listen on too, without dropping whom it has taken from it: its
/// descriptor gets a socket of our own, and one caller there, who comes through the accepting thread behind
/// all others. Then each of those is waited for until somebody serves it. [any thread]
class Farewell final {
 public:
  /// Takes nobody more from `listener`. Returns when all who were let in are being served, or after
  /// `longest`.
  void say(int listener, std::chrono::milliseconds longest);

  /// Whether this accepted connection is the last caller, who is not to be let in. On the accepting thread.
  bool is_last(int connection);
  void let_in();
  void begun();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int port_{0};  ///< of our own socket
  bool last_came_{false};
  long waiting_{0};  ///< let in and not begun
};

}  // namespace herald::http

#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace herald::bench {

/// The far side of a bench: an HTTP server on loopback that answers every request at once with an id of its
/// own, as the sandbox provider and Kannel's HTTP SMSC want it, and notes when each message arrived. A
/// message is named by the first `number%20N` or `number N` in its request. It has one thread of its own,
/// which does nothing else.
class Sink {
 public:
  using Clock = std::chrono::steady_clock;
  /// The body of the answer to request `count`, counted from 1. [called on the sink's thread]
  using Answer = std::function<std::string(long count)>;
  /// Without an answer of the caller's, what the sandbox provider wants.
  explicit Sink(Answer answer = {});
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  [[nodiscard]] int port() const { return port_; }
  /// Forgets what arrived. Only while nobody sends.
  void clear();
  /// Requests that were read whole. [any thread]
  [[nodiscard]] long arrived() const { return arrived_.load(); }
  /// Waits until `count` have arrived, or until nothing has for five seconds; the time of the last one.
  Clock::time_point await(long count) const;
  /// When message `number` arrived first; epoch when it did not. Only once nobody sends.
  [[nodiscard]] Clock::time_point arrival_of(long number) const;
  /// Messages that arrived more than once. Only once nobody sends.
  [[nodiscard]] long doubled() const { return doubled_; }

 private:
  void serve();
  void accept_all();
  /// False when the peer is gone.
  bool read_from(int fd);
  bool answer(int fd, std::string_view request);

  int listener_;
  int poll_;
  int port_;
  std::atomic<bool> stopping_{false};
  std::atomic<long> arrived_{0};
  std::atomic<Clock::rep> last_{0};
  long doubled_{0};
  Answer answer_;
  std::vector<Clock::time_point> arrivals_{};
  std::unordered_map<int, std::string> inputs_{};
  std::thread thread_;
};

}  // namespace herald::bench

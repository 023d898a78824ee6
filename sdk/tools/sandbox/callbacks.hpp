#pragma once
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace herald::sandbox {

using Tick = std::chrono::steady_clock::time_point;

/// One POST of receipts that is still to be made. [value]
struct Callback {
  std::string url;     ///< `http://host[:port]/path`
  std::string events;  ///< JSON objects separated by commas
  bool apart{false};   ///< not to be merged with others for the same URL
  int failures{0};
  Tick due{};
};

/// `t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + "." + body)>`: the value of X-Sandbox-Signature.
std::string signature(std::string_view secret, std::chrono::seconds at, std::string_view body);

class CallbackConnection;

/// Posts receipts, signed, over kept-alive connections; merges what is due for one URL; tries a
/// failed post (no answer, or none of 2xx) eight times more, waiting 200 ms, 400 ms and so on, 51 s in all.
/// One unresponsive URL delays the others by at most 5 s a try. [any thread puts and stops; one
/// thread steps and waits]
class CallbackSender final {
 public:
  explicit CallbackSender(std::string secret);
  ~CallbackSender();
  CallbackSender(const CallbackSender&) = delete;
  CallbackSender& operator=(const CallbackSender&) = delete;

  void put(Callback callback);
  /// Posts what is due at `now`, one post for the earliest; returns when to be called again.
  Tick step(Tick now);
  /// Blocks until `until`, put() or stop().
  void wait(Tick until);
  /// Ends wait() and a post under way; what is queued is dropped.
  void stop();
  [[nodiscard]] bool stopped() const;

 private:
  [[nodiscard]] bool post(const Callback& callback);

  std::string secret_;
  int stop_fd_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Tick, Callback> queue_;
  bool stopped_{false};
  std::map<std::string, std::unique_ptr<CallbackConnection>> connections_;  ///< by host:port
};

}  // namespace herald::sandbox

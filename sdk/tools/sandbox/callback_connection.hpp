#pragma once
#include <chrono>
#include <string>
#include <string_view>

namespace herald::sandbox {

/// Where a callback goes. [value]
struct CallbackTarget {
  std::string host;
  std::string port;
  std::string path;
};

/// Splits `http://host[:port]/path`; false for anything else.
bool read_target(std::string_view url, CallbackTarget& target);

/// A kept-alive client connection to one host. [one thread]
class CallbackConnection final {
 public:
  /// `stop_fd` becomes readable when waiting must end; it is borrowed.
  CallbackConnection(const CallbackTarget& target, int stop_fd);
  ~CallbackConnection();
  CallbackConnection(const CallbackConnection&) = delete;
  CallbackConnection& operator=(const CallbackConnection&) = delete;
  /// Sends a whole request and reads the answer's status; 0 when there was no complete answer within
  /// 5 s. A reused connection that turns out dead is replaced once: receipts may arrive twice.
  int exchange(std::string_view request);

 private:
  using Tick = std::chrono::steady_clock::time_point;
  bool open(Tick deadline);
  int attempt(std::string_view request, Tick deadline);
  [[nodiscard]] bool ready(short events, Tick deadline) const;
  void shut();

  std::string host_;
  std::string port_;
  int stop_fd_;
  int fd_{-1};
};

}  // namespace herald::sandbox

#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace herald::sandbox {

/// One event of a callback. [value]
struct SeenEvent {
  std::string event_id, message_id, client_ref, status, code;
  bool operator==(const SeenEvent&) const = default;
};

/// One callback as it came. [value]
struct SeenCallback {
  std::string start;      ///< request line
  std::string signature;  ///< X-Sandbox-Signature
  std::string body;
  std::vector<SeenEvent> events;
};

/// Takes callbacks on a port of its own and answers each with a given status. [one thread]
class CallbackReceiver final {
 public:
  CallbackReceiver();
  ~CallbackReceiver();
  CallbackReceiver(const CallbackReceiver&) = delete;
  CallbackReceiver& operator=(const CallbackReceiver&) = delete;
  [[nodiscard]] std::string url() const;
  /// Waits for the next post; throws std::runtime_error when none comes in time. Status 0 closes the
  /// connection instead of answering.
  SeenCallback next(int answer = 200);
  /// The next `count` events, however they are grouped into posts.
  std::vector<SeenEvent> events(std::size_t count);
  /// Connections that were opened so far.
  [[nodiscard]] int connections() const { return connections_; }

 private:
  std::string read_request();
  int listener_;
  int connection_{-1};
  int connections_{0};
};

}  // namespace herald::sandbox

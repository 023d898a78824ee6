#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sdk/tools/sandbox/callbacks.hpp"
#include "sdk/tools/sandbox/message_log.hpp"
#include "sdk/tools/sandbox/personality.hpp"
#include "sdk/tools/sandbox/wire.hpp"

namespace herald::sandbox {

/// What the connection does with a request that has been read. [value]
struct Action {
  enum class Then { Answer, Hold, Close } then{Then::Answer};
  std::string answer;  ///< bytes for the wire; empty unless `then` is Answer
  std::chrono::milliseconds delay{0};
  std::vector<Callback> callbacks;  ///< to be queued once the answer has been written (at once for Hold)
};

/// The provider behind the wire: checks a request, logs it, and lets the recipient's personality
/// decide. Remembers the last 100 000 messages. [one thread]
class Desk final {
 public:
  /// `token` is the shared secret that requests must bear; `log` outlives the desk.
  Desk(std::string token, MessageLog& log);
  Action handle(const Request& request);

 private:
  struct Submission {
    std::string to, text, client_ref, message_ref, callback_url;
    Refusal refusal{};  ///< what is wrong with the request itself; status 0 when nothing is
    std::string_view complaint{};
  };
  [[nodiscard]] Submission read(const Request& request) const;
  Action submit(const Request& request);
  [[nodiscard]] Action look_up(std::string_view id) const;
  Refusal due_refusal(const Submission& submission, const Personality& personality);
  Action deliver(const Submission& submission, const Personality& personality);
  void remember(const std::string& id, const Submission& submission, std::string_view status);
  [[nodiscard]] std::string next_id();

  std::string token_;
  MessageLog& log_;
  std::uint32_t run_;  ///< distinguishes the ids of two runs
  std::uint32_t count_{0};
  std::unordered_map<std::string, int> refused_;        ///< message_ref → refusals so far
  std::unordered_map<std::string, std::string> known_;  ///< id → its JSON for look-ups
  std::deque<std::string> order_;                       ///< ids of known_, oldest first
};

}  // namespace herald::sandbox

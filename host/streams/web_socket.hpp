#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/random.hpp"
#include "host/streams/actions.hpp"

namespace herald::streams {

/// The client's side of one WebSocket (RFC 6455) as a filter of bytes: opening handshake, then frames by
/// libwslay. Answers pings and closes by itself. Owned by a session. [one thread]
class WebSocket final {
 public:
  enum class State : std::uint8_t { Opening, Open, Closed, Failed };

  /// A message may have `largest` bytes. `random` makes key and masks; outlives this.
  WebSocket(const Connect& connect, std::size_t largest, Random& random);
  ~WebSocket();
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  [[nodiscard]] State state() const;
  /// Of Failed: upgrade (the server did not switch), too_large, or protocol (it broke the rules); and a
  /// sentence.
  [[nodiscard]] const std::string& failure() const;
  [[nodiscard]] const std::string& problem() const;
  /// The subprotocol that was agreed.
  [[nodiscard]] const std::string& protocol() const;

  /// Bytes of the server: whole messages in them are in messages() then.
  void receive(std::string_view bytes);
  [[nodiscard]] std::vector<Message> take_messages();
  /// Only while Open.
  void send(const Message& message);
  /// Says goodbye (1000). Only while Open; else nothing.
  void close();
  /// What is to be written to the server, since the last call.
  [[nodiscard]] std::string take_output();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace herald::streams

#pragma once
#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "host/base/clock.hpp"

namespace herald::http {

enum class Received : std::uint8_t { Some, Closed, TimedOut };

struct Read {
  Received outcome{Received::Closed};
  std::size_t count{0};
};

/// The bytes of one connection, plain or TLS, with deadlines that a trickling peer cannot stretch. [one
/// thread] A connection that breaks reads as Closed: what broke it is of no use to a server.
class Wire final {
 public:
  Wire(const Poco::Net::StreamSocket& socket, std::chrono::milliseconds send_timeout);

  /// Waits at most `longest` for the first bytes (the TLS handshake included).
  Read read(std::span<char> buffer, std::chrono::nanoseconds longest);
  /// Sends everything; false when the peer is gone or too slow.
  bool write(std::string_view bytes);
  /// Ends the sending side and swallows what still comes for a short while, so that closing with unread input
  /// does not reset the connection before the peer has read our last answer (RFC 9112 §9.6).
  void finish();

  [[nodiscard]] bool secure() const { return secure_; }
  [[nodiscard]] int descriptor() const { return static_cast<int>(socket_.impl()->sockfd()); }

 private:
  Read read_plain(std::span<char> buffer, std::chrono::nanoseconds longest);
  Read read_secure(std::span<char> buffer, Tick deadline);

  Poco::Net::StreamSocket socket_;
  bool secure_;
  std::chrono::milliseconds send_timeout_;
  std::chrono::nanoseconds receive_timeout_{0};  ///< what the socket is set to
};

}  // namespace herald::http

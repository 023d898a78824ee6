#pragma once
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "host/streams/tls.hpp"

namespace herald::streams {

/// One TCP connection that never blocks, in the clear or, from begin_tls() on, through TLS. After Failed
/// problem() says why. [one thread]
class Wire final {
 public:
  enum class Step : std::uint8_t {
    Done,    ///< it is done, or something moved
    More,    ///< nothing moves before the socket is ready
    Closed,  ///< the peer sends no more
    Failed,
  };

  /// Begins to connect. `address` is a literal one.
  explicit Wire(const Poco::Net::SocketAddress& address);

  [[nodiscard]] int descriptor() const { return socket_.impl()->sockfd(); }
  /// Whether the connection that was begun stands. Call when the socket is writable.
  Step connected();
  /// From now on everything goes through TLS; call handshake() until it is not More.
  void begin_tls(const TlsContext& context, const std::string& host);
  Step handshake();
  [[nodiscard]] bool secure() const { return secure_; }
  [[nodiscard]] std::string tls_version() const { return secure_ ? tls_->version() : ""; }

  /// Takes bytes to send; idle() must hold.
  Step put(std::string_view bytes);
  /// Sends what was taken: Done when nothing is left.
  Step flush();
  /// Nothing is left to send.
  [[nodiscard]] bool idle() const { return sent_ == out_.size(); }
  /// Receives at most `most` bytes from the socket, decrypted, appended to `into`.
  Step receive(std::string& into, std::size_t most);
  /// Says that nothing more will be sent; flush() afterwards.
  void finish();
  /// After finish() and flush(): closes.
  void close();
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  Step fail(std::string problem);
  void queue(std::string bytes);
  Step read_socket(std::string& into, std::size_t most);

  Poco::Net::StreamSocket socket_;
  std::unique_ptr<Tls> tls_{};
  bool secure_{false};
  std::string out_{};
  std::size_t sent_{0};
  std::string problem_{};
};

}  // namespace herald::streams

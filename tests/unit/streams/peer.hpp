#pragma once
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>

#include "tests/unit/egress/certificates.hpp"

namespace herald::streams::test {

/// The far side of one connection on the loopback, in the clear or through TLS; every call blocks, at most
/// 20 s. Failures throw. [one thread]
class Peer final {
 public:
  Peer();
  [[nodiscard]] std::uint16_t port() const { return listener_.address().port(); }
  /// Waits for the connection.
  void accept();
  /// Whether nobody connects for a moment.
  [[nodiscard]] bool lonely() { return !listener_.poll(Poco::Timespan{0, 50'000}, 1); }
  /// Serves TLS from now on, up to version `newest`; false when the handshake fails.
  bool start_tls(const egress::test::Identity& identity, int newest = TLS1_3_VERSION);
  /// Reads until the text ends with `end`.
  std::string read_until(const std::string& end);
  /// Reads `count` bytes.
  std::string read(std::size_t count);
  /// Reads until the client closes.
  std::string read_all();
  void write(const std::string& bytes);
  /// Ends in order, or with a reset.
  void close();
  void reset();

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  int receive(char* into, int most);

  Poco::Net::ServerSocket listener_;
  Poco::Net::StreamSocket socket_;
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace herald::streams::test

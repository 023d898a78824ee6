#pragma once
#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/egress/certificates.hpp"

namespace herald::egress::test {

/// An https server that is reached by every address of the process's own network, IPv4 and IPv6, that speaks
/// HTTP/2 when asked to (by ALPN) and answers each HTTP/1.1 request with 200 "reached" and a close. One
/// connection at a time. [any thread]
class TlsServer final {
 public:
  /// `newest` is the newest version of TLS that it speaks.
  explicit TlsServer(const Identity& identity, int newest = TLS1_3_VERSION);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// https://`host`:port/
  [[nodiscard]] std::string url(const std::string& host) const;
  /// TCP connections that reached it.
  [[nodiscard]] int connections() const { return connections_.load(); }
  /// The address by which each of them reached it.
  [[nodiscard]] std::vector<std::string> addresses() const;
  /// The heads of the requests that reached it.
  [[nodiscard]] std::vector<std::string> requests() const;
  /// What the clients offered by ALPN, by comma.
  [[nodiscard]] std::vector<std::string> offers() const;

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  static int choose(SSL* ssl, const unsigned char** out, unsigned char* size, const unsigned char* in,
                    unsigned length, void* self);
  void listen_everywhere();
  void serve();
  void note_address(int connection);
  void answer(int connection);

  std::unique_ptr<SSL_CTX, FreeContext> context_;
  int listener_{-1};
  std::uint16_t port_{0};
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> addresses_;
  std::vector<std::string> requests_;
  std::vector<std::string> offers_;
  std::thread thread_;
};

}  // namespace herald::egress::test

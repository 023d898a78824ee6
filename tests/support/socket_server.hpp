#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <Poco/Net/HTTPServer.h>

namespace herald::test {

/// Poco's WebSocket server on the loopback: answers each text with `ack <text>`, a ping before it and in two
/// fragments. [any thread]
class SocketServer final {
 public:
  SocketServer();
  ~SocketServer();
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  /// `target authorization` of each handshake, then what was heard.
  [[nodiscard]] std::vector<std::string> heard() const;

 private:
  class Handler;
  class Factory;
  void note(std::string what);
  mutable std::mutex mutex_;
  std::vector<std::string> heard_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace herald::test

#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "host/http/server.hpp"

namespace herald::http {

/// One answer as it came over the wire.
struct Answer {
  int status{0};
  std::string head;
  std::string body;
  [[nodiscard]] bool has(std::string_view line) const {
    return head.find("\r\n" + std::string{line} + "\r\n") != std::string::npos;
  }
  [[nodiscard]] std::string header(std::string_view name) const {
    const auto at = head.find("\r\n" + std::string{name} + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

/// A TCP client that sends exactly what it is told. Every wait ends after five seconds with an exception.
class RawClient final {
 public:
  explicit RawClient(int port, in_addr_t from = INADDR_LOOPBACK)
      : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(from);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0)
      throw std::runtime_error{"cannot take an address"};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error{"cannot connect"};
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) throw std::runtime_error{"the server closed while we sent"};
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void end_sending() { ::shutdown(socket_, SHUT_WR); }
  /// Reads one answer; `bodiless` after HEAD.
  Answer receive(bool bodiless = false) {
    while (input_.find("\r\n\r\n") == std::string::npos) {
      if (!fill()) throw std::runtime_error{"closed before an answer, after: " + input_};
    }
    Answer answer;
    answer.head = input_.substr(0, input_.find("\r\n\r\n") + 2);
    input_.erase(0, answer.head.size() + 2);
    answer.status = std::stoi(answer.head.substr(9, 3));
    const std::string length = answer.header("Content-Length");
    const std::size_t size = bodiless || length.empty() ? 0 : std::stoul(length);
    while (input_.size() < size) {
      if (!fill()) throw std::runtime_error{"the body was cut short"};
    }
    answer.body = input_.substr(0, size);
    input_.erase(0, size);
    return answer;
  }
  Answer exchange(std::string_view bytes) {
    send(bytes);
    return receive();
  }
  /// True when something (or the end) arrives within `longest`.
  bool readable(std::chrono::milliseconds longest) {
    pollfd entry{socket_, POLLIN, 0};
    return ::poll(&entry, 1, static_cast<int>(longest.count())) > 0;
  }
  /// True when the server closes without another byte.
  bool closed() { return input_.empty() && !fill(); }

 private:
  bool fill() {
    pollfd entry{socket_, POLLIN, 0};
    if (::poll(&entry, 1, 5000) <= 0) throw std::runtime_error{"no answer within five seconds"};
    std::array<char, 65536> chunk;
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count > 0) input_.append(chunk.data(), static_cast<std::size_t>(count));
    return count > 0;
  }
  int socket_;
  std::string input_;
};

/// Limits for tests: as shipped, with few threads.
inline Limits small_limits() {
  Limits limits;
  limits.max_threads = 8;
  limits.max_queued = 8;
  return limits;
}

/// Waits until the server knows of exactly `count` connections; false when it does not come to that.
inline bool settles_at(const Server& server, int count) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
  while (server.connections() != count) {
    if (std::chrono::steady_clock::now() > end) return false;
    pollfd none{-1, 0, 0};
    ::poll(&none, 1, 1);
  }
  return true;
}

inline std::string get(std::string_view target, std::string_view more = "") {
  return "GET " + std::string{target} + " HTTP/1.1\r\nHost: h\r\n" + std::string{more} + "\r\n";
}

inline std::string post(std::string_view body, std::string_view more = "") {
  return "POST /p HTTP/1.1\r\nHost: h\r\n" + std::string{more} +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

}  // namespace herald::http

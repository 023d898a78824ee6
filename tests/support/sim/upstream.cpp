#include "tests/support/sim/upstream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace herald::test::sim {
namespace {

constexpr int kLookMs = 50;

class Socket final {
 public:
  explicit Socket(std::uint16_t port) : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* const raw = &address;
    if (::connect(fd_, static_cast<sockaddr*>(raw), sizeof address) != 0) {
      const int code = errno;
      ::close(fd_);
      throw std::system_error{code, std::generic_category(), "the far side"};
    }
  }
  ~Socket() { ::close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

/// Whether the response is whole by its Content-Length; without one its end is that of the connection.
bool is_whole(const std::string& response) {
  const std::size_t end = response.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  constexpr std::string_view kName = "content-length:";
  for (std::size_t at = response.find("\r\n"); at < end; at = response.find("\r\n", at + 2))
    if (::strncasecmp(response.c_str() + at + 2, kName.data(), kName.size()) == 0)
      return response.size() >=
             end + 4 + std::strtoull(response.c_str() + at + 2 + kName.size(), nullptr, 10);
  return false;
}

}  // namespace

std::string ask_upstream(std::uint16_t port, std::string_view bytes, const std::function<bool()>& give_up) {
  const Socket socket{port};
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return {};
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  std::string response;
  while (!is_whole(response)) {
    pollfd waits{socket.fd(), POLLIN, 0};
    if (::poll(&waits, 1, kLookMs) == 0) {
      if (response.empty() && give_up()) return {};
      continue;
    }
    std::array<char, 16384> piece{};
    const ssize_t got = ::recv(socket.fd(), piece.data(), piece.size(), 0);
    if (got <= 0) break;
    response.append(piece.data(), static_cast<std::size_t>(got));
  }
  return response;
}

}  // namespace herald::test::sim

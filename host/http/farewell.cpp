#include "host/http/farewell.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace herald::http {
namespace {

/// A TCP socket, closed in the end. [value]
class OwnSocket {
 public:
  OwnSocket() : descriptor_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {}
  ~OwnSocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OwnSocket(const OwnSocket&) = delete;
  OwnSocket& operator=(const OwnSocket&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

sockaddr_in loopback(int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

/// The TCP port of this end; 0 when it has none.
int port_of(int descriptor) {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&at), &size) != 0) return 0;
  return at.sin_family == AF_INET ? ntohs(at.sin_port) : 0;
}

bool listen_on_loopback(int descriptor) {
  const sockaddr_in at = loopback(0);
  return ::bind(descriptor, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 &&
         ::listen(descriptor, 1) == 0;
}

}  // namespace

void Farewell::say(int listener, std::chrono::milliseconds longest) {
  const OwnSocket door;
  if (!listen_on_loopback(door.descriptor())) return;
  const int port = port_of(door.descriptor());
  std::unique_lock lock{mutex_};
  port_ = port;
  if (::dup3(door.descriptor(), listener, O_CLOEXEC) < 0) return;
  const OwnSocket last;
  const sockaddr_in at = loopback(port);
  if (::connect(last.descriptor(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) return;
  changed_.wait_for(lock, longest, [this] { return last_came_ && waiting_ == 0; });
}

bool Farewell::is_last(int connection) {
  const std::scoped_lock lock{mutex_};
  if (port_ == 0 || port_of(connection) != port_) return false;
  last_came_ = true;
  changed_.notify_all();
  return true;
}

void Farewell::let_in() {
  const std::scoped_lock lock{mutex_};
  ++waiting_;
}

void Farewell::begun() {
  const std::scoped_lock lock{mutex_};
  --waiting_;
  changed_.notify_all();
}

}  // namespace herald::http

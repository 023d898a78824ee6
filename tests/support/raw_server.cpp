#include "tests/support/raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace herald::test {
namespace {

int must(int result, const char* what) {
  if (result < 0) throw std::system_error{errno, std::generic_category(), what};
  return result;
}

sockaddr* generic(sockaddr_in& address) {
  void* raw = &address;
  return static_cast<sockaddr*>(raw);
}

std::size_t content_length(const std::string& head) {
  constexpr std::string_view kName = "content-length:";
  for (auto at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
    const char* line = head.c_str() + at + 2;
    if (strncasecmp(line, kName.data(), kName.size()) != 0) continue;
    return static_cast<std::size_t>(std::strtoull(line + kName.size(), nullptr, 10));
  }
  return 0;
}

}  // namespace

bool RawServer::Connection::fill() {
  if (!server_.wait_readable(fd_)) return false;
  std::array<char, 16384> bytes{};
  const auto got = recv(fd_, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  pending_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<RawRequest> RawServer::Connection::read() {
  auto end = pending_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!fill()) return std::nullopt;
    end = pending_.find("\r\n\r\n");
  }
  RawRequest request{pending_.substr(0, end + 4), {}, index_};
  const auto length = content_length(request.head);
  while (pending_.size() < end + 4 + length) {
    if (!fill()) return std::nullopt;
  }
  request.body = pending_.substr(end + 4, length);
  pending_.erase(0, end + 4 + length);
  const std::scoped_lock lock{server_.mutex_};
  server_.requests_.push_back(request);
  return request;
}

void RawServer::Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the peer has gone, which a script may well expect
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawServer::Connection::hold() {
  std::unique_lock lock{server_.mutex_};
  server_.changed_.wait(lock, [this] { return server_.released_ || server_.stopping_; });
  return !server_.stopping_;
}

void RawServer::Connection::drain() {
  while (fill()) pending_.clear();
}

void RawServer::Connection::reset_at_end() {
  const linger hard{1, 0};
  must(setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard), "SO_LINGER");
}

RawServer::RawServer(Script script, std::uint16_t port) : script_{std::move(script)} {
  listener_ = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  stop_ = must(eventfd(0, EFD_CLOEXEC), "eventfd");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const int again = 1;  // a port that was left a moment ago
  if (port != 0) must(setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again), "setsockopt");
  socklen_t size = sizeof address;
  must(bind(listener_, generic(address), size), "bind");
  must(listen(listener_, SOMAXCONN), "listen");
  must(getsockname(listener_, generic(address), &size), "getsockname");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

RawServer::~RawServer() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  eventfd_write(stop_, 1);
  acceptor_.join();
  for (auto& worker : workers_) worker.join();
  close(listener_);
  close(stop_);
}

RawServer::Script RawServer::replies(std::string answer) {
  return [answer = std::move(answer)](Connection& peer) {
    while (peer.read()) peer.send(answer);
  };
}

RawServer::Script RawServer::closes_after(std::size_t count, std::string answer) {
  return [count, answer = std::move(answer)](Connection& peer) {
    for (std::size_t i = 0; peer.read() && i < count; ++i) peer.send(answer);
  };
}

std::string RawServer::ok(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

std::string RawServer::url(std::string_view path, std::string_view scheme) const {
  return std::string{scheme} + "://127.0.0.1:" + std::to_string(port_) + std::string{path};
}

void RawServer::release() {
  {
    const std::scoped_lock lock{mutex_};
    released_ = true;
  }
  changed_.notify_all();
}

std::vector<RawRequest> RawServer::requests() const {
  const std::scoped_lock lock{mutex_};
  return requests_;
}

void RawServer::accept_all() {
  while (wait_readable(listener_)) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    workers_.emplace_back([this, fd, index = connections_++] { serve(fd, index); });
  }
}

void RawServer::serve(int fd, std::size_t index) {
  Connection connection{*this, fd, index};
  script_(connection);
  close(fd);
}

bool RawServer::wait_readable(int fd) const {
  std::array<pollfd, 2> watched{pollfd{fd, POLLIN, 0}, pollfd{stop_, POLLIN, 0}};
  while (poll(watched.data(), watched.size(), -1) < 0) {
    if (errno != EINTR) return false;
  }
  return watched[1].revents == 0;
}

}  // namespace herald::test

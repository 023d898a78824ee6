#include "sdk/tools/sandbox/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace herald::sandbox {
namespace {

constexpr std::uint64_t kListener = 0;
constexpr std::uint64_t kStop = 1;
constexpr int kBacklog = 1024;

[[noreturn]] void fail(const char* what) { throw std::system_error{errno, std::generic_category(), what}; }

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void watch(int poll, int operation, int fd, std::uint32_t events, std::uint64_t id) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = id;
  if (::epoll_ctl(poll, operation, fd, &event) != 0) fail("epoll_ctl");
}

}  // namespace

Server::Server(std::uint16_t port, Desk& desk, CallbackSender& callbacks)
    : desk_{desk}, callbacks_{callbacks} {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  poll_ = ::epoll_create1(EPOLL_CLOEXEC);
  if (listener_ < 0 || poll_ < 0) fail("socket");
  const int yes = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const sockaddr_in address = loopback(port);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, kBacklog) != 0)
    fail("cannot listen on 127.0.0.1");
  watch(poll_, EPOLL_CTL_ADD, listener_, EPOLLIN, kListener);
}

Server::~Server() {
  for (const auto& [id, connection] : connections_) ::close(connection.fd);
  ::close(listener_);
  ::close(poll_);
}

std::uint16_t Server::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

void Server::watch_stop(int fd) { watch(poll_, EPOLL_CTL_ADD, fd, EPOLLIN, kStop); }

int Server::timeout() const {
  if (delayed_.empty()) return -1;
  const auto left = delayed_.begin()->first - std::chrono::steady_clock::now();
  return static_cast<int>(
      std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

bool Server::step() {
  std::array<epoll_event, 256> events{};
  const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), timeout());
  if (count < 0 && errno != EINTR) fail("epoll_wait");
  for (std::size_t i = 0; std::cmp_less(i, count); ++i) {
    const std::uint64_t id = events.at(i).data.u64;
    if (id == kStop) return false;
    if (id == kListener) {
      accept_all();
      continue;
    }
    const auto found = connections_.find(id);
    if (found == connections_.end()) continue;
    Connection& connection = found->second;
    const std::uint32_t what = events.at(i).events;
    if ((what & (EPOLLERR | EPOLLHUP)) != 0 || (connection.paused && (what & EPOLLRDHUP) != 0))
      connection.gone = true;
    else if (!connection.paused)
      receive(connection);
    serve(id, connection);
    finish(id, connection);
  }
  answer_due(std::chrono::steady_clock::now());
  return true;
}

void Server::accept_all() {
  while (true) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;  // Nobody waits, or no descriptor is left: those who wait are taken later.
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const std::uint64_t id = next_id_++;
    connections_[id].fd = fd;
    watch(poll_, EPOLL_CTL_ADD, fd, connections_[id].interest, id);
  }
}

void Server::receive(Connection& connection) {
  std::array<char, 16 * 1024> chunk{};
  const ssize_t got = ::recv(connection.fd, chunk.data(), chunk.size(), 0);
  if (got > 0) connection.in.append(chunk.data(), static_cast<std::size_t>(got));
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) connection.gone = true;
}

void Server::serve(std::uint64_t id, Connection& connection) {
  std::size_t used = 0;
  Request request;
  while (!connection.paused && !connection.closing && !connection.gone) {
    const Reading reading = read_request(std::string_view{connection.in}.substr(used), request);
    if (reading.state == Reading::State::Incomplete) break;
    if (reading.state == Reading::State::Refused) {
      connection.out += write_answer(reading.status, "{}", "Connection: close\r\n");
      connection.closing = true;
      break;
    }
    connection.closing = !request.keep_alive;
    act(id, connection, desk_.handle(request));
    used += reading.used;
  }
  connection.in.erase(0, used);
  send(connection);
}

void Server::act(std::uint64_t id, Connection& connection, Action action) {
  switch (action.then) {
    case Action::Then::Close:
      connection.gone = true;
      return;
    case Action::Then::Hold:
      connection.paused = true;
      queue(action.callbacks);
      return;
    case Action::Then::Answer:
      break;
  }
  if (action.delay.count() == 0) {
    connection.out += action.answer;
    send(connection);
    queue(action.callbacks);
    return;
  }
  // Earlier answers of a pipelining client go out before the pause begins.
  send(connection);
  connection.paused = true;
  connection.out += action.answer;
  connection.callbacks = std::move(action.callbacks);
  delayed_.emplace(std::chrono::steady_clock::now() + action.delay, id);
}

void Server::send(Connection& connection) {
  while (!connection.out.empty() && !connection.paused && !connection.gone) {
    const ssize_t sent = ::send(connection.fd, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
    if (sent > 0) connection.out.erase(0, static_cast<std::size_t>(sent));
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0 && errno != EINTR) connection.gone = true;
  }
}

void Server::finish(std::uint64_t id, Connection& connection) {
  if (connection.closing && connection.out.empty() && !connection.paused) connection.gone = true;
  if (connection.gone) {
    // A delivered message keeps its receipts even if the client did not wait for the answer.
    queue(connection.callbacks);
    ::close(connection.fd);
    connections_.erase(id);
    return;
  }
  std::uint32_t events = EPOLLRDHUP;
  if (!connection.paused) events |= EPOLLIN;
  if (!connection.paused && !connection.out.empty()) events |= EPOLLOUT;
  if (std::exchange(connection.interest, events) != events)
    watch(poll_, EPOLL_CTL_MOD, connection.fd, events, id);
}

void Server::answer_due(Tick now) {
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    const std::uint64_t id = delayed_.begin()->second;
    delayed_.erase(delayed_.begin());
    const auto found = connections_.find(id);
    if (found == connections_.end()) continue;
    found->second.paused = false;
    send(found->second);
    queue(found->second.callbacks);
    serve(id, found->second);
    finish(id, found->second);
  }
}

void Server::queue(std::vector<Callback>& callbacks) {
  const Tick now = std::chrono::steady_clock::now();
  for (Callback& one : callbacks) {
    one.due = now;
    callbacks_.put(std::move(one));
  }
  callbacks.clear();
}

}  // namespace herald::sandbox

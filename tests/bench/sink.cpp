#include "tests/bench/sink.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "tests/support/child.hpp"

namespace herald::bench {
namespace {

int listening_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(fd, 1024) != 0)
    throw std::runtime_error{"expected a free port on 127.0.0.1 for the sink"};
  return fd;
}

int port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

/// Bytes of the first whole request in `input`, or 0.
std::size_t request_size(std::string_view input) {
  const auto end = input.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  std::size_t length = 0;
  for (const std::string_view name : {"Content-Length: ", "content-length: "})
    if (const auto at = input.find(name); at < end)
      length = std::strtoul(input.data() + at + name.size(), nullptr, 10);
  return input.size() >= end + 4 + length ? end + 4 + length : 0;
}

/// The number that names a message; -1 where there is none.
long number_in(std::string_view request) {
  for (const std::string_view word : {"number ", "number%20", "number+"})
    if (const auto at = request.find(word); at != std::string_view::npos)
      return std::strtol(request.data() + at + word.size(), nullptr, 10);
  return -1;
}

std::string sandbox_answer(long count) { return R"({"id":"s)" + std::to_string(count) + R"("})"; }

}  // namespace

Sink::Sink(Answer answer)
    : listener_{listening_socket()},
      poll_{::epoll_create1(EPOLL_CLOEXEC)},
      port_{port_of(listener_)},
      answer_{answer ? std::move(answer) : Answer{sandbox_answer}},
      thread_{[this] { serve(); }} {}

Sink::~Sink() {
  stopping_ = true;
  thread_.join();
  for (const auto& [fd, input] : inputs_) ::close(fd);
  ::close(listener_);
  ::close(poll_);
}

void Sink::clear() {
  arrivals_.clear();
  doubled_ = 0;
  arrived_ = 0;
}

Sink::Clock::time_point Sink::await(long count) const {
  long seen = -1;
  auto still = Clock::now();
  while (arrived() < count) {
    if (arrived() != seen) still = Clock::now();
    seen = arrived();
    if (Clock::now() - still > std::chrono::seconds{5}) break;
    test::breathe();
  }
  return Clock::time_point{Clock::duration{last_.load()}};
}

Sink::Clock::time_point Sink::arrival_of(long number) const {
  const auto at = static_cast<std::size_t>(number);
  return number >= 0 && at < arrivals_.size() ? arrivals_[at] : Clock::time_point{};
}

void Sink::serve() {
  epoll_event event{.events = EPOLLIN, .data = {.fd = listener_}};
  ::epoll_ctl(poll_, EPOLL_CTL_ADD, listener_, &event);
  std::array<epoll_event, 256> events{};
  while (!stopping_) {
    const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 50);
    for (int i = 0; i < count; ++i) {
      const int fd = events.at(static_cast<std::size_t>(i)).data.fd;
      if (fd == listener_) {
        accept_all();
      } else if (!read_from(fd)) {
        ::close(fd);
        inputs_.erase(fd);
      }
    }
  }
}

void Sink::accept_all() {
  for (int fd = 0; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, fd, &event);
    inputs_[fd];
  }
}

bool Sink::read_from(int fd) {
  std::array<char, 16384> buffer{};
  const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  std::string& input = inputs_[fd];
  input.append(buffer.data(), static_cast<std::size_t>(got));
  for (std::size_t size = 0; (size = request_size(input)) > 0; input.erase(0, size))
    if (!answer(fd, std::string_view{input}.substr(0, size))) return false;
  return true;
}

bool Sink::answer(int fd, std::string_view request) {
  const auto now = Clock::now();
  if (const long number = number_in(request); number >= 0) {
    const auto at = static_cast<std::size_t>(number);
    if (at >= arrivals_.size()) arrivals_.resize(2 * at + 1024);
    if (arrivals_[at] == Clock::time_point{})
      arrivals_[at] = now;
    else
      ++doubled_;
  }
  last_ = now.time_since_epoch().count();
  const std::string body = answer_(++arrived_);
  const std::string text =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

}  // namespace herald::bench

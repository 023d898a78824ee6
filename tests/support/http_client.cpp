#include "tests/support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <random>

namespace herald::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

template <class Address>
const sockaddr* generic(const Address& address) {
  const void* raw = &address;
  return static_cast<const sockaddr*>(raw);
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// The stale end of a kept connection: closed, or something came that nobody asked for.
bool stale(int descriptor) {
  pollfd entry{descriptor, POLLIN | POLLRDHUP, 0};
  return ::poll(&entry, 1, 0) > 0;
}

}  // namespace

std::string HttpReply::header(std::string_view name) const {
  for (auto at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
    const std::string_view line = std::string_view{head}.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !same_name(line.substr(0, colon), name)) continue;
    const auto value = line.find_first_not_of(' ', colon + 1);
    return value == std::string_view::npos ? std::string{} : std::string{line.substr(value)};
  }
  return {};
}

HttpClient::~HttpClient() { shut(); }

void HttpClient::shut() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void HttpClient::open() {
  if (descriptor_ >= 0 && !stale(descriptor_)) return;
  shut();
  const bool local = !socket_.empty();
  descriptor_ = ::socket(local ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) throw NotSent{"no socket"};
  int failed = 0;
  if (local) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_.c_str(), sizeof address.sun_path - 1);
    failed = ::connect(descriptor_, generic(address), sizeof address);
  } else {
    const sockaddr_in address = loopback(port_);
    failed = ::connect(descriptor_, generic(address), sizeof address);
    const int yes = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  if (failed == 0) return;
  shut();
  throw NotSent{"nobody listens"};
}

void HttpClient::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw NoAnswer{"the connection broke while the request was sent"};
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

HttpReply HttpClient::read(milliseconds limit) {
  const auto until = steady_clock::now() + limit;
  std::string buffer;
  std::array<char, 16384> chunk{};
  while (true) {
    const auto end = buffer.find("\r\n\r\n");
    if (end != std::string::npos) {
      HttpReply reply{std::atoi(buffer.c_str() + std::min<std::size_t>(9, end)), buffer.substr(0, end), {}};
      const auto length = std::strtoull(reply.header("Content-Length").c_str(), nullptr, 10);
      if (buffer.size() >= end + 4 + length) {
        reply.body = buffer.substr(end + 4, length);
        if (same_name(reply.header("Connection"), "close")) shut();
        return reply;
      }
    }
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
    pollfd entry{descriptor_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&entry, 1, static_cast<int>(left.count())) <= 0)
      throw NoAnswer{"no answer in time"};
    const ssize_t got = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
    if (got <= 0) throw NoAnswer{"the connection broke before the answer"};
    buffer.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

HttpReply HttpClient::send(const HttpQuery& query, milliseconds limit) {
  open();
  std::string bytes =
      query.method + " " + query.target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n";
  for (const auto& [name, value] : query.headers) bytes += name + ": " + value + "\r\n";
  if (!query.body.empty() || query.method == "POST")
    bytes += "Content-Length: " + std::to_string(query.body.size()) + "\r\n";
  bytes += "\r\n" + query.body;
  try {
    write(bytes);
    return read(limit);
  } catch (const NoAnswer&) {
    shut();
    throw;
  }
}

std::uint16_t free_port() {
  constexpr int kFirst = 12'000;
  constexpr int kLast = 32'000;  // Linux takes the ports of outgoing connections above these
  std::random_device seed;
  std::uniform_int_distribution<int> any{kFirst, kLast};
  for (int turn = 0; turn < 1000; ++turn) {
    const auto port = static_cast<std::uint16_t>(any(seed));
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const bool free = ::bind(descriptor, generic(address), sizeof address) == 0;
    ::close(descriptor);
    if (free) return port;
  }
  throw std::runtime_error{"no free port on 127.0.0.1"};
}

}  // namespace herald::test

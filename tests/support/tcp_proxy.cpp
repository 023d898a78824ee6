#include "tests/support/tcp_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace herald::support {
namespace {

constexpr std::string_view kCommit =
    "\x03"
    "commit";  // COM_QUERY and its text, at the end of a packet
constexpr char kStop = 's';
constexpr char kAway = 'a';
constexpr char kBack = 'b';

int must(int result, const char* what) {
  if (result < 0) throw std::system_error{errno, std::generic_category(), what};
  return result;
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

sockaddr* generic(sockaddr_in& address) {
  void* raw = &address;
  return static_cast<sockaddr*>(raw);
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

TcpProxy::TcpProxy(int server_port) : server_port_{server_port} {
  listener_ = must(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  must(bind(listener_, generic(address), size), "bind");
  must(listen(listener_, SOMAXCONN), "listen");
  must(getsockname(listener_, generic(address), &size), "getsockname");
  port_ = ntohs(address.sin_port);
  must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, orders_), "socketpair");
  worker_ = std::thread{[this] { run(); }};
}

TcpProxy::~TcpProxy() {
  command(kStop);
  worker_.join();
  for (Link& link : links_) close_link(link);
  for (const int fd : {listener_, orders_[0], orders_[1]}) close(fd);
}

void TcpProxy::set_away(bool away) { command(away ? kAway : kBack); }

/// Sends an order to the worker and waits until it has been carried out.
void TcpProxy::command(char word) {
  must(static_cast<int>(::send(orders_[0], &word, 1, MSG_NOSIGNAL)), "send an order");
  must(static_cast<int>(::recv(orders_[0], &word, 1, 0)), "await an order");
}

void TcpProxy::run() {
  while (!stopping_) {
    std::vector<pollfd> watched{{orders_[1], POLLIN, 0}, {listener_, POLLIN, 0}};
    std::vector<Link*> owners;
    for (Link& link : links_) {
      watched.push_back({link.client, POLLIN, 0});
      watched.push_back({link.server, POLLIN, 0});
      owners.push_back(&link);
    }
    if (poll(watched.data(), watched.size(), -1) < 0) continue;
    for (std::size_t i = 2; i < watched.size(); ++i) {
      Link& link = *owners[(i - 2) / 2];
      if (watched[i].revents != 0 && link.open) pump(link, watched[i].fd);
    }
    if (watched[1].revents != 0) accept_one();
    if (watched[0].revents != 0) {
      char word = 0;
      if (::recv(orders_[1], &word, 1, 0) != 1) return;
      stopping_ = word == kStop;
      away_ = word == kAway;
      if (away_)
        for (Link& link : links_) close_link(link);
      (void)::send(orders_[1], &word, 1, MSG_NOSIGNAL);
    }
    links_.remove_if([](const Link& link) { return !link.open; });
  }
}

void TcpProxy::accept_one() {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = away_ ? -1 : socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(server_port_);
  if (server < 0 || connect(server, generic(address), sizeof address) < 0) {
    if (server >= 0) close(server);
    close(client);
    return;
  }
  links_.push_back({client, server, false, true});
}

void TcpProxy::pump(Link& link, int from) {
  std::array<char, 65536> buffer{};
  const auto got = ::recv(from, buffer.data(), buffer.size(), 0);
  if (got <= 0) return close_link(link);
  const std::string_view bytes{buffer.data(), static_cast<std::size_t>(got)};
  const bool from_client = from == link.client;
  if (!from_client && link.swallow) {
    ++cuts_;
    return close_link(link);
  }
  if (from_client && bytes.ends_with(kCommit)) {
    const Cut cut = cut_.exchange(Cut::Never);
    if (cut == Cut::BeforeForwarding) {
      ++cuts_;
      return close_link(link);
    }
    link.swallow = cut == Cut::BeforeAnswer;
  }
  if (!send_all(from_client ? link.server : link.client, bytes)) close_link(link);
}

void TcpProxy::close_link(Link& link) {
  if (!std::exchange(link.open, false)) return;
  close(link.client);
  close(link.server);
}

}  // namespace herald::support

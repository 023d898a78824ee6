#include "sdk/tools/sandbox/callback_connection.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "sdk/tools/sandbox/wire.hpp"

namespace herald::sandbox {
namespace {

constexpr std::chrono::seconds kPatience{5};
constexpr std::string_view kScheme = "http://";

}  // namespace

bool read_target(std::string_view url, CallbackTarget& target) {
  if (!url.starts_with(kScheme)) return false;
  url.remove_prefix(kScheme.size());
  const auto slash = std::min(url.find('/'), url.size());
  std::string_view authority = url.substr(0, slash);
  target.path = slash == url.size() ? "/" : std::string{url.substr(slash)};
  target.port = "80";
  const auto colon = authority.rfind(':');
  if (colon != std::string_view::npos && authority.back() != ']') {
    target.port = std::string{authority.substr(colon + 1)};
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']'))
    authority = authority.substr(1, authority.size() - 2);
  target.host = std::string{authority};
  // A blank or control character would break out of the request line.
  return !target.host.empty() && std::ranges::none_of(url, [](char c) { return c <= ' ' || c == '\x7f'; });
}

CallbackConnection::CallbackConnection(const CallbackTarget& target, int stop_fd)
    : host_{target.host}, port_{target.port}, stop_fd_{stop_fd} {}

CallbackConnection::~CallbackConnection() { shut(); }

void CallbackConnection::shut() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool CallbackConnection::ready(short events, Tick deadline) const {
  std::array<pollfd, 2> waited{pollfd{fd_, events, 0}, pollfd{stop_fd_, POLLIN, 0}};
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const int found = ::poll(waited.data(), waited.size(), static_cast<int>(left.count()));
    if (found < 0 && errno == EINTR) continue;
    return found > 0 && waited[1].revents == 0;
  }
}

bool CallbackConnection::open(Tick deadline) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (::getaddrinfo(host_.c_str(), port_.c_str(), &wanted, &first) != 0) return false;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{first, &::freeaddrinfo};
  for (const addrinfo* one = first; one != nullptr; one = one->ai_next) {
    fd_ = ::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0) return false;
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(fd_, one->ai_addr, one->ai_addrlen) == 0) return true;
    int problem = errno;
    socklen_t size = sizeof problem;
    if (problem == EINPROGRESS && ready(POLLOUT, deadline) &&
        ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0)
      return true;
    shut();
  }
  return false;
}

int CallbackConnection::attempt(std::string_view request, Tick deadline) {
  while (!request.empty()) {
    const ssize_t sent = ::send(fd_, request.data(), request.size(), MSG_NOSIGNAL);
    if (sent > 0) request.remove_prefix(static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return 0;
    if (sent < 0 && !ready(POLLOUT, deadline)) return 0;
  }
  std::string answer;
  std::array<char, 4096> chunk{};
  while (ready(POLLIN, deadline)) {
    const ssize_t got = ::recv(fd_, chunk.data(), chunk.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return 0;
    answer.append(chunk.data(), static_cast<std::size_t>(got));
    const AnswerHead head = read_answer(answer);
    if (head.status == 0) continue;
    if (!head.reusable) shut();
    return head.status;
  }
  return 0;
}

int CallbackConnection::exchange(std::string_view request) {
  const Tick deadline = std::chrono::steady_clock::now() + kPatience;
  if (fd_ >= 0) {
    if (const int status = attempt(request, deadline); status != 0) return status;
    shut();
  }
  if (!open(deadline)) return 0;
  const int status = attempt(request, deadline);
  if (status == 0) shut();
  return status;
}

}  // namespace herald::sandbox
